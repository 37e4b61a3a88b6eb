using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.OAuth2.Protocol;

namespace Polar.FakeServer.OAuth2.Clients;

/// <summary>Tells which client asks, by what it shows: its secret in the header or in the form, or, where it can keep none, its id alone.</summary>
internal static class ClientAuthentication
{
    private static readonly string[] s_withSecret = [ClientMetadata.Basic, ClientMetadata.Post];

    private static readonly string[] s_any = [.. s_withSecret, ClientMetadata.NoSecret];

    /// <summary>The client that asks for a token, which must show what it said that it would.</summary>
    /// <param name="world">The world.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="allowsPublic">Whether a client without a secret will do.</param>
    public static (ClientRow? Client, string? Method, OAuth2Refusal? Refusal) ForToken(World world, OAuth2Request asked, bool allowsPublic) =>
        Authenticate(world, asked, allowsPublic ? s_any : s_withSecret, (client, method) => client.Metadata.TokenEndpointAuthMethod == method);

    /// <summary>The client that asks about a token, which must show its secret, one way or the other.</summary>
    public static (ClientRow? Client, OAuth2Refusal? Refusal) WithSecret(World world, OAuth2Request asked)
    {
        var (client, _, refusal) = Authenticate(world, asked, s_withSecret, static (_, _) => true);
        return (client, refusal);
    }

    private static (ClientRow? Client, string? Method, OAuth2Refusal? Refusal) Authenticate(
        World world, OAuth2Request asked, string[] methods, Func<ClientRow, string, bool> isAllowed)
    {
        foreach (var method in methods)
        {
            var (id, secret) = method switch
            {
                ClientMetadata.Basic => Basic(asked.Authorization),
                ClientMetadata.Post => (asked.Form("client_id"), asked.Form("client_secret")),
                _ => (string.IsNullOrEmpty(asked.Payload("client_secret")) ? asked.Payload("client_id") : null, null),
            };
            if (string.IsNullOrEmpty(id) || (method != ClientMetadata.NoSecret && string.IsNullOrEmpty(secret)))
            {
                continue;
            }

            if (world.OAuth2Clients.Find(ClientRow.ByClientId, id) is not { } client)
            {
                return (null, null, OAuth2Refusal.UnknownClient(method == ClientMetadata.Basic ? 401 : 400));
            }

            if ((secret is null || client.HasSecret(secret)) && isAllowed(client, method))
            {
                return (client, method, null);
            }
        }

        return (null, null, OAuth2Refusal.NotAuthenticated(methods));
    }

    private static (string? Id, string? Secret) Basic(string? authorization)
    {
        const string Scheme = "Basic ";
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true)
        {
            return default;
        }

        var credentials = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Scheme.Length..].Trim(), credentials, out var length))
        {
            return default;
        }

        var text = Encoding.UTF8.GetString(credentials, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? default : (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
    }
}
