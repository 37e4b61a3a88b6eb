using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <content>What the generated code calls: the same on either way of a <see cref="WireInput"/>.</content>
internal static partial class WireReader
{
    /// <summary>Takes a null if one stands here.</summary>
    /// <param name="input">The input.</param>
    /// <returns>Whether it did.</returns>
    public static bool IsNull(ref WireInput input) => input.IsShort ? input.TryTakeNull() : IsNull(ref input.Reader);

    /// <summary>Reads an object of which no member counts.</summary>
    /// <param name="input">The input.</param>
    public static void NoMembers(ref WireInput input)
    {
        for (var isFirst = true; input.NextNamed(isFirst, out _); isFirst = false)
        {
            input.Skip();
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The text.</returns>
    public static string Text(ref WireInput input) => input.IsShort ? input.Text() : Text(ref input.Reader);

    /// <summary>Reads text or null.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The text.</returns>
    public static string? TextOrNull(ref WireInput input) => IsNull(ref input) ? null : Text(ref input);

    /// <summary>Reads a truth value.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The value.</returns>
    public static bool Boolean(ref WireInput input) => input.IsShort ? input.Boolean() : Boolean(ref input.Reader);

    /// <summary>Reads a truth value or null.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The value.</returns>
    public static bool? BooleanOrNull(ref WireInput input) => IsNull(ref input) ? null : Boolean(ref input);

    /// <summary>Reads a 64-bit integer.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The integer.</returns>
    public static long Integer(ref WireInput input) => input.IsShort ? input.Integer() : Integer(ref input.Reader);

    /// <summary>Reads a 64-bit integer or null.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The integer.</returns>
    public static long? IntegerOrNull(ref WireInput input) => IsNull(ref input) ? null : Integer(ref input);

    /// <summary>Reads a number.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The number with the digits it was written with.</returns>
    public static decimal Number(ref WireInput input)
    {
        if (!input.IsShort)
        {
            return Number(ref input.Reader);
        }

        var token = input.Token();
        return Number(ref token);
    }

    /// <summary>Reads a number or null.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The number.</returns>
    public static decimal? NumberOrNull(ref WireInput input) => IsNull(ref input) ? null : Number(ref input);

    /// <summary>Reads a decimal that travels as text (a bare number will do).</summary>
    /// <param name="input">The input.</param>
    /// <returns>The decimal with the digits it was written with.</returns>
    public static decimal DecimalText(ref WireInput input)
    {
        if (!input.IsShort)
        {
            return DecimalText(ref input.Reader);
        }

        var token = input.Token();
        return DecimalText(ref token);
    }

    /// <summary>Reads a UUID.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The UUID.</returns>
    public static Guid Uuid(ref WireInput input) => input.IsShort ? input.Uuid() : Uuid(ref input.Reader);

    /// <summary>Reads a UUID or null.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The UUID.</returns>
    public static Guid? UuidOrNull(ref WireInput input) => IsNull(ref input) ? null : Uuid(ref input);

    /// <summary>Reads an instant; one without an offset counts as UTC.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The instant, in UTC.</returns>
    public static DateTimeOffset Instant(ref WireInput input) => input.IsShort ? input.Instant() : Instant(ref input.Reader);

    /// <summary>Reads an instant or null.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The instant, in UTC.</returns>
    public static DateTimeOffset? InstantOrNull(ref WireInput input) => IsNull(ref input) ? null : Instant(ref input);

    /// <summary>Reads a date.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The date.</returns>
    public static DateOnly Date(ref WireInput input)
    {
        if (!input.IsShort)
        {
            return Date(ref input.Reader);
        }

        var token = input.Token();
        return Date(ref token);
    }

    /// <summary>Reads a value that must be one certain text.</summary>
    /// <param name="input">The input.</param>
    /// <param name="expected">The text.</param>
    public static void Constant(ref WireInput input, string expected)
    {
        if (!input.IsShort)
        {
            Constant(ref input.Reader, expected);
        }
        else if (!input.TryTakePlain(out var text) || !Ascii.Equals(text, expected))
        {
            throw input.Refused();
        }
    }

    /// <summary>Reads a value that must be one certain truth value.</summary>
    /// <param name="input">The input.</param>
    /// <param name="expected">The truth value.</param>
    public static void Constant(ref WireInput input, bool expected)
    {
        if (!input.IsShort)
        {
            Constant(ref input.Reader, expected);
        }
        else if (input.Boolean() != expected)
        {
            throw input.Refused();
        }
    }

    /// <summary>Reads an array.</summary>
    /// <typeparam name="T">An item's type.</typeparam>
    /// <param name="input">The input.</param>
    /// <param name="item">Reads one item.</param>
    /// <returns>The items.</returns>
    public static ValueList<T> List<T>(ref WireInput input, ReadValue<T> item)
    {
        if (!input.FirstItem())
        {
            return ValueList<T>.Empty;
        }

        var first = item(ref input);
        if (!input.NextItem())
        {
            return new ValueList<T>([first]);
        }

        var items = new T[FewItems];
        items[0] = first;
        var count = 1;
        do
        {
            if (count == items.Length)
            {
                Array.Resize(ref items, count * 2);
            }

            items[count++] = item(ref input);
        }
        while (input.NextItem());
        Array.Resize(ref items, count);
        return new ValueList<T>(items);
    }

    /// <summary>Reads an object whose members are all alike.</summary>
    /// <typeparam name="T">A value's type.</typeparam>
    /// <param name="input">The input.</param>
    /// <param name="value">Reads one value.</param>
    /// <returns>The members in order; of a repeated name the last value counts.</returns>
    public static ValueMap<T> Map<T>(ref WireInput input, ReadValue<T> value)
    {
        if (!input.NextNamed(isFirst: true, out var name))
        {
            return ValueMap<T>.Empty;
        }

        var entries = new KeyValuePair<string, T>[1];
        var count = 0;
        do
        {
            if (count == entries.Length)
            {
                Array.Resize(ref entries, count * 2);
            }

            entries[count++] = new(name, value(ref input));
        }
        while (input.NextNamed(isFirst: false, out name));
        Array.Resize(ref entries, count);
        return ValueMap<T>.Of(entries);
    }

    /// <summary>The fault of an object, which ends here, that lacks a member.</summary>
    /// <param name="input">The input, on the object's end.</param>
    /// <param name="member">The missing member.</param>
    /// <returns>The exception to throw.</returns>
    public static WireException Missing(ref WireInput input, string member) =>
        input.IsShort ? input.Refused() : Missing(ref input.Reader, member);
}
