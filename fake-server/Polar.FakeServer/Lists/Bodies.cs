using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Rules that the bodies of many resources share.</summary>
internal static class Bodies
{
    /// <summary>The organization that a new thing belongs to: that of the token, which must not be named.</summary>
    public static Failure? OrganizationFault(Guid? named) => named is { } id
        ? Failure.Invalid(new Issue(
            "organization_token",
            ["body", "organization_id"],
            "Setting organization_id is disallowed when using an organization token.",
            JsonValue.Create(id.ToString())))
        : null;

    public static ValueMap<JsonScalar> OrEmpty(this ValueMap<JsonScalar>? metadata) => metadata ?? ValueMap<JsonScalar>.Empty;

    /// <summary>An address as Polar keeps it: the state with its country in front, where that country has states.</summary>
    public static Address? Kept(AddressInput? input)
    {
        if (input is null)
        {
            return null;
        }

        static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
        var country = input.Country.Value;
        var state = Blank(input.State);
        if (state is not null && country is "US" or "CA" && !state!.StartsWith(country + "-", StringComparison.OrdinalIgnoreCase))
        {
            state = $"{country}-{state}";
        }

        return new Address
        {
            Line1 = Blank(input.Line1),
            Line2 = Blank(input.Line2),
            PostalCode = Blank(input.PostalCode),
            City = Blank(input.City),
            State = country is "US" or "CA" ? state?.ToUpperInvariant() : state,
            Country = input.Country,
        };
    }
}
