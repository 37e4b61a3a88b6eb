using System.Security.Cryptography;
using System.Text;

namespace Polar.FakeServer.Pages;

/// <summary>What shows of a form that it stands on a page of this process's: pages of other sites cannot read it, so they cannot send it along.</summary>
internal sealed class OwnForms
{
    /// <summary>The field of a form that has it.</summary>
    public const string Field = "form_token";

    /// <summary>A key of its own kind: whoever knows the world's seed knows nothing of it.</summary>
    private readonly Lazy<string> _token = new(static () =>
    {
        using var source = new HMACSHA256();
        return Convert.ToHexStringLower(source.Key.AsSpan(0, 32));
    });

    /// <summary>What the field says.</summary>
    public string Token => _token.Value;

    /// <summary>The field.</summary>
    public Html Hidden => Html.Of($"<input type=\"hidden\" name=\"{Field}\" value=\"{Token}\">");

    /// <summary>Whether what was sent comes from such a form.</summary>
    public bool IsOwn(PageRequest request) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Form.GetValueOrDefault(Field, "")), Encoding.UTF8.GetBytes(Token));
}
