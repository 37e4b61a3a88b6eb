using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Polar.FakeServer.Pages;

/// <summary>A piece of a page. What is put into an interpolated one is escaped as text, unless it is a piece itself.</summary>
internal sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html None { get; } = new("");

    /// <summary>Markup with values in it.</summary>
    public static Html Of(Markup markup) => new(markup.Text);

    /// <summary>Pieces one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    /// <summary>A piece that is there only sometimes.</summary>
    public static Html If(bool shown, Func<Html> piece) => shown ? piece() : None;

    /// <summary>Whether it is nothing.</summary>
    public bool IsNone => _markup.Length == 0;

    public override string ToString() => _markup;

    /// <summary>What an interpolated string becomes: its own text as it stands, its values escaped.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

        public string Text => _text.ToString();

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(Html? piece) => _text.Append(piece);

        public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted(long number) => _text.Append(number);

        public void AppendFormatted(Guid id) => _text.Append(id);

        public void AppendFormatted(IEnumerable<Html> pieces)
        {
            foreach (var piece in pieces)
            {
                _text.Append(piece);
            }
        }
    }
}
