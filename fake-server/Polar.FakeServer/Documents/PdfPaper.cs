using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace Polar.FakeServer.Documents;

/// <summary>Pages of A4 that are written from top to bottom.</summary>
internal sealed class PdfPaper : IDisposable
{
    /// <summary>How far text keeps from the edge, in points.</summary>
    public const double Margin = 56;

    public const double Width = 595;

    private const double Height = 842;

    private readonly PdfDocumentBuilder _document = new();
    private readonly PdfDocumentBuilder.AddedFont _font;
    private PdfPageBuilder _page;

    public PdfPaper(string title)
    {
        _document.DocumentInformation.Title = title;
        _document.DocumentInformation.Producer = "Polar.FakeServer";
        _font = _document.AddTrueTypeFont(FontFile.Embedded.Bytes);
        _page = NewPage();
    }

    /// <summary>Where the next line stands, in points from the top.</summary>
    public double Position { get; private set; } = Margin;

    /// <summary>Goes down, to a new page where this one ends.</summary>
    public void Move(double points)
    {
        Position += points;
        if (Position > Height - Margin)
        {
            _page = NewPage();
            Position = Margin;
        }
    }

    /// <summary>Writes on the line where the paper stands.</summary>
    /// <param name="text">The text.</param>
    /// <param name="left">Where it begins, or where it ends if it is to stand right.</param>
    /// <param name="size">The size of its letters.</param>
    /// <param name="isRight">Whether it ends there.</param>
    /// <param name="isFaint">Whether it is of less weight than the rest.</param>
    public void Write(string text, double left, double size = 10, bool isRight = false, bool isFaint = false)
    {
        var shown = Readable(text);
        if (shown.Length == 0)
        {
            return;
        }

        var shade = (byte)(isFaint ? 110 : 20);
        _page.SetTextAndFillColor(shade, shade, shade);
        _page.AddText(shown, size, new PdfPoint(isRight ? left - WidthOf(shown, size) : left, Height - Position), _font);
    }

    /// <summary>A thin line across the page.</summary>
    public void Rule()
    {
        _page.SetStrokeColor(200, 200, 200);
        _page.DrawLine(new PdfPoint(Margin, Height - Position), new PdfPoint(Width - Margin, Height - Position), 0.6);
    }

    public byte[] ToBytes() => _document.Build();

    public void Dispose() => _document.Dispose();

    private PdfPageBuilder NewPage() => _document.AddPage(PageSize.A4);

    private double WidthOf(string text, double size) => _page.MeasureText(text, size, new PdfPoint(0, 0), _font)[^1].EndBaseLine.X;

    /// <summary>The text as the font can show it; what it does not have is a question mark.</summary>
    private static string Readable(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text.EnumerateRunes().Where(letter => !Rune.IsControl(letter)))
        {
            shown.Append(FontFile.Embedded.Has(letter) ? letter.ToString() : "?");
        }

        return shown.ToString();
    }
}
