using System.Numerics;

namespace Polar.FakeServer.Billing.Proration;

/// <summary>
/// The share of a period that is left: a quotient of 28 significant digits, as the real service's decimals have, of two lengths in seconds that are
/// numbers of double precision.
/// </summary>
internal readonly struct PeriodShare : IEquatable<PeriodShare>
{
    private const int Precision = 28;

    private readonly BigInteger _digits;
    private readonly int _scale;

    private PeriodShare(BigInteger digits, int scale)
    {
        _digits = digits;
        _scale = scale;
    }

    /// <summary>Nothing of the period is left.</summary>
    public static PeriodShare None => new(BigInteger.Zero, 0);

    /// <summary>The whole of the period.</summary>
    public static PeriodShare Whole => new(BigInteger.One, 0);

    /// <summary>What is left of a period; nothing when it is over.</summary>
    public static PeriodShare Left(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        var left = Seconds(end - now);
        if (left <= 0)
        {
            return None;
        }

        var (numerator, denominator) = Ratio(left, Seconds(end - start));
        return Quotient(numerator, denominator);
    }

    /// <summary>The share of an amount, rounded to the nearest unit, halves to the even one.</summary>
    public long Rounded(long amount)
    {
        var (digits, scale) = Product(amount);
        return (long)(scale <= 0 ? digits * BigInteger.Pow(10, -scale) : HalfEven(digits, BigInteger.Pow(10, scale)));
    }

    /// <summary>The share of an amount without its fraction.</summary>
    public long Truncated(long amount)
    {
        var (digits, scale) = Product(amount);
        return (long)(scale <= 0 ? digits * BigInteger.Pow(10, -scale) : BigInteger.Divide(digits, BigInteger.Pow(10, scale)));
    }

    public bool Equals(PeriodShare other) =>
        _digits * BigInteger.Pow(10, Math.Max(0, other._scale - _scale)) == other._digits * BigInteger.Pow(10, Math.Max(0, _scale - other._scale));

    public override bool Equals(object? obj) => obj is PeriodShare other && Equals(other);

    public override int GetHashCode() => ((double)_digits / Math.Pow(10, _scale)).GetHashCode();

    private static double Seconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond / 1e6;

    /// <summary>The exact quotient of two doubles as one of whole numbers.</summary>
    private static (BigInteger Numerator, BigInteger Denominator) Ratio(double left, double whole)
    {
        var (leftDigits, leftExponent) = Parts(left);
        var (wholeDigits, wholeExponent) = Parts(whole);
        var shift = leftExponent - wholeExponent;
        return shift >= 0 ? (leftDigits << shift, wholeDigits) : (leftDigits, wholeDigits << -shift);
    }

    private static (BigInteger Digits, int Exponent) Parts(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        return exponent == 0 ? (mantissa, -1074) : (mantissa | 0x10_0000_0000_0000, exponent - 1075);
    }

    private static PeriodShare Quotient(BigInteger numerator, BigInteger denominator)
    {
        // Enough digits for the precision, whatever the magnitude; what is beyond it is rounded away.
        var scale = Precision + Length(denominator) - Length(numerator);
        var scaled = scale >= 0 ? numerator * BigInteger.Pow(10, scale) : numerator;
        var divisor = scale >= 0 ? denominator : denominator * BigInteger.Pow(10, -scale);
        if (Length(BigInteger.Divide(scaled, divisor)) > Precision)
        {
            divisor *= 10;
            scale--;
        }

        return new PeriodShare(HalfEven(scaled, divisor), scale);
    }

    private (BigInteger Digits, int Scale) Product(long amount)
    {
        var digits = _digits * amount;
        var excess = Length(BigInteger.Abs(digits)) - Precision;
        return excess <= 0 ? (digits, _scale) : (HalfEven(digits, BigInteger.Pow(10, excess)), _scale - excess);
    }

    private static int Length(BigInteger number) => number.IsZero ? 1 : number.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;

    private static BigInteger HalfEven(BigInteger number, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(number, divisor, out var remainder);
        var comparison = (BigInteger.Abs(remainder) * 2).CompareTo(divisor);
        var isUp = comparison > 0 || (comparison == 0 && !quotient.IsEven);
        return isUp ? quotient + number.Sign : quotient;
    }
}
