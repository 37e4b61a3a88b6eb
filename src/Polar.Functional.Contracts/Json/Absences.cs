namespace Polar.Functional.Contracts;

/// <summary>
/// Which members were absent in the JSON that a record was read from, a bit each. It only serves to write the same JSON again:
/// two records that differ in nothing else are equal.
/// </summary>
internal readonly struct Absences(ulong bits) : IEquatable<Absences>
{
    private readonly ulong _bits = bits;

    /// <summary>Every member that is null is left out.</summary>
    public static Absences All => new(ulong.MaxValue);

    public bool Has(int member) => (_bits & (1UL << member)) != 0;

    public bool Equals(Absences other) => true;

    public override bool Equals(object? obj) => obj is Absences;

    public override int GetHashCode() => 0;
}
