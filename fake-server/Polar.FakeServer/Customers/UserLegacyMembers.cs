using Polar.FakeServer.Generated;

namespace Polar.FakeServer.Customers;

/// <summary>The user that a customer was once, as part of what the customer has.</summary>
internal static class UserLegacyMembers
{
    /// <summary>Writes the user with its id; the public sees no more of a name than its first letter.</summary>
    public static void Write(ResourceWriter writer, Guid id, string? email, string? name, string? avatarUrl, bool withGitHub = false)
    {
        WriteId(writer, id);
        writer.Name("user");
        writer.Json.WriteStartObject();
        writer.Name("id").Value(id);
        writer.Name("email").Value(email);
        writer.Name("public_name").Value(Initial(name) ?? Initial(email) ?? "?");
        writer.Name("avatar_url").Value(avatarUrl);
        if (withGitHub)
        {
            writer.Name("github_username").Value((string?)null);
        }

        writer.Json.WriteEndObject();
    }

    public static void WriteId(ResourceWriter writer, Guid customer) => writer.Name("user_id").Value(customer);

    private static string? Initial(string? text) => string.IsNullOrEmpty(text) ? null : text.EnumerateRunes().First().ToString();
}
