using System.Text;
using UglyToad.PdfPig.Fonts.TrueType;
using UglyToad.PdfPig.Fonts.TrueType.Parser;

namespace Polar.FakeServer.Documents;

/// <summary>The font that documents are written with, DejaVu Sans: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters.</summary>
internal sealed class FontFile
{
    private const string Name = "Polar.FakeServer.Documents.Fonts.DejaVuSans.ttf";

    private static readonly Lazy<FontFile> s_embedded = new(Load);

    private readonly TrueTypeFont _font;

    private FontFile(byte[] bytes)
    {
        Bytes = bytes;
        _font = TrueTypeFontParser.Parse(new TrueTypeDataBytes(bytes));
    }

    /// <summary>The font in this assembly, read when it is first asked for.</summary>
    public static FontFile Embedded => s_embedded.Value;

    public byte[] Bytes { get; }

    /// <summary>Whether the font can show a letter.</summary>
    public bool Has(Rune letter) =>
        letter.IsBmp && _font.TableRegister.CMapTable is { } letters && letters.TryGetGlyphIndex(letter.Value, out var glyph) && glyph != 0;

    private static FontFile Load()
    {
        using var stream = typeof(FontFile).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The font {Name} is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new FontFile(bytes);
    }
}
