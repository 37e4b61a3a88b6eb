using Polar.FakeServer.Generated;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Forms of a new checkout that the API description leaves out: older clients send one product, or one price.</summary>
internal static class CheckoutSchemas
{
    private const string OfSeveral = "CheckoutProductsCreate";

    private static readonly TextSchema s_uuid = new(null, null, null, "uuid4");

    /// <summary>All forms of a new checkout.</summary>
    public static Schema Create() => new UnionSchema(
        [new ReferenceSchema(OfSeveral), new ReferenceSchema("CheckoutProductCreate"), new ReferenceSchema("CheckoutPriceCreate")]);

    /// <summary>A new checkout of one thing only.</summary>
    /// <param name="member">Where it is named.</param>
    /// <param name="without">What a checkout of several products has and this has not.</param>
    public static Schema OfOne(string member, params string[] without)
    {
        var several = (ObjectSchema)RequestSchemas.Get(OfSeveral);
        return several with
        {
            Members = [.. several.Members.Where(entry => !without.Contains(entry.Name)), new MemberSchema(member, s_uuid, true)],
        };
    }

    /// <summary>A checkout's own prices go by the ids of products.</summary>
    public static Schema WithProductKeys(ObjectSchema several) => several.With(
        "prices", prices => prices is NullableSchema { Inner: MapSchema map } ? new NullableSchema(map with { Keys = s_uuid }) : prices);
}
