using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Looks ahead for the member that tells which case of a union an object is.</summary>
internal static class WireDiscriminator
{
    /// <summary>The text of a member.</summary>
    /// <param name="ahead">A copy of the reader, on the object's start.</param>
    /// <param name="name">The member's name.</param>
    /// <returns>The text, or null when the member is missing or is no text.</returns>
    public static string? Find(Utf8JsonReader ahead, string name)
    {
        WireReader.BeginObject(ref ahead);
        while (WireReader.NextMember(ref ahead))
        {
            var found = ahead.ValueTextEquals(name);
            ahead.Read();
            if (found)
            {
                return ahead.TokenType == JsonTokenType.String ? ahead.GetString() : null;
            }

            ahead.Skip();
        }

        return null;
    }
}
