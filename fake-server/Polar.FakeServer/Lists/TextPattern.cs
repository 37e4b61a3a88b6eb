using System.Text;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Lists;

/// <summary>
/// A text to look for in whatever case, as PostgreSQL does between two percent signs: <c>%</c> and <c>_</c> stand for any text and any letter, unless a
/// backslash takes that from them. A pattern may be as long as a query is.
/// </summary>
internal sealed class TextPattern
{
    private static readonly Part s_anyText = new(Kind.AnyText, default);

    private readonly Part[] _parts;

    public TextPattern(string asked) => _parts = [.. Parts($"%{asked}%")];

    private enum Kind
    {
        Letter,
        AnyLetter,
        AnyText,
    }

    public bool IsIn(string text)
    {
        Rune[] letters = [.. text.EnumerateRunes()];
        var (part, letter) = (0, 0);

        // Where to go on when it fails: behind the latest part that is any text, which then takes one letter more.
        var (behind, taken) = (-1, 0);
        while (letter < letters.Length)
        {
            if (part < _parts.Length && _parts[part].Kind == Kind.AnyText)
            {
                part++;
                (behind, taken) = (part, letter);
            }
            else if (part < _parts.Length && Fits(_parts[part], letters[letter]))
            {
                part++;
                letter++;
            }
            else if (behind >= 0)
            {
                taken++;
                (part, letter) = (behind, taken);
            }
            else
            {
                return false;
            }
        }

        return _parts.AsSpan(part).IndexOfAnyExcept(s_anyText) < 0;
    }

    private static IEnumerable<Part> Parts(string like)
    {
        var isEscaped = false;
        foreach (var letter in like.EnumerateRunes())
        {
            if (!isEscaped && letter.Value == '\\')
            {
                isEscaped = true;
                continue;
            }

            yield return (isEscaped, letter.Value) switch
            {
                (false, '%') => s_anyText,
                (false, '_') => new Part(Kind.AnyLetter, default),
                _ => new Part(Kind.Letter, letter),
            };
            isEscaped = false;
        }
    }

    private static bool Fits(Part part, Rune letter) => part.Kind == Kind.AnyLetter
        || Rune.ToUpperInvariant(part.Letter) == Rune.ToUpperInvariant(letter);

    private readonly record struct Part(Kind Kind, Rune Letter);
}
