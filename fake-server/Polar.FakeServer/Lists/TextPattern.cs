using System.Text;
using System.Text.RegularExpressions;

namespace Polar.FakeServer;

/// <summary>
/// A text to look for as PostgreSQL's LIKE does between two percent signs: <c>%</c> and <c>_</c> stand for any text and any letter, unless a
/// backslash takes that from them.
/// </summary>
internal sealed class TextPattern
{
    private readonly Regex _pattern;

    public TextPattern(string asked, bool ignoreCase = true)
    {
        // Without backtracking no pattern of a caller's takes long.
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;
        _pattern = new Regex($"\\A{Translate($"%{asked}%")}\\z", ignoreCase ? options | RegexOptions.IgnoreCase : options);
    }

    public bool IsIn(string text) => _pattern.IsMatch(text);

    private static string Translate(string like)
    {
        var pattern = new StringBuilder();
        for (var index = 0; index < like.Length; index++)
        {
            pattern.Append(like[index] switch
            {
                '%' => ".*",
                '_' => ".",
                '\\' when index + 1 < like.Length => Regex.Escape(like[++index].ToString()),
                var letter => Regex.Escape(letter.ToString()),
            });
        }

        return pattern.ToString();
    }
}
