using System.Collections.Frozen;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>Billing addresses, and how they are written down.</summary>
internal static class Addresses
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> s_states = new Dictionary<string, FrozenSet<string>>
    {
        ["US"] = ("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT "
            + "VT VA WA WV WI WY DC").Split(' ').ToFrozenSet(),
        ["CA"] = "AB BC MB NB NL NS NT NU ON PE QC SK YT".Split(' ').ToFrozenSet(),
    }.ToFrozenDictionary();

    /// <summary>Countries that nothing may be sold to.</summary>
    private static readonly string[] s_embargoed = ["CU", "IR", "KP", "RU", "SY"];

    /// <summary>The address of somebody of whom only the country is known; null where nothing may be sold there.</summary>
    public static Address? In(Country country) => s_embargoed.Contains(country.Value) ? null : Kept(new AddressInput { Country = country });

    /// <summary>An address as Polar keeps it: nothing blank.</summary>
    public static Address? Kept(AddressInput? input) => input is null ? null : new Address
    {
        Line1 = StringNormalization.ToNull(input.Line1),
        Line2 = StringNormalization.ToNull(input.Line2),
        PostalCode = StringNormalization.ToNull(input.PostalCode),
        City = StringNormalization.ToNull(input.City),
        State = StringNormalization.ToNull(input.State) is { } state ? State(input.Country.Value, state) : null,
        Country = input.Country,
    };

    /// <summary>A state with its country in front, where that country has states that Polar knows.</summary>
    public static string State(string country, string state) =>
        s_states.ContainsKey(country) && !state.StartsWith(country + "-", StringComparison.Ordinal) ? $"{country}-{state}" : state;

    /// <summary>Whether the country has such a state; where Polar knows none, whatever is written is one.</summary>
    public static bool IsState(string country, string state) => !s_states.TryGetValue(country, out var states) || states.Contains(state[3..]);

    /// <summary>Whether there is more to the address than where the tax is due.</summary>
    public static bool IsDetailed(Address? address) =>
        address is { Line1: not null } or { Line2: not null } or { City: not null } or { PostalCode: not null };
}
