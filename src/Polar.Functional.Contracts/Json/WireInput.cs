using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>
/// The JSON that generated code reads, in one of two ways. The short way goes over the bytes itself, expects what the server writes and takes nothing
/// that the framework's reader would refuse; whatever it does not expect it refuses with <see cref="Refused"/>, and the whole document is read again in the
/// other way, by the framework's reader. So only that one decides what a fault is and what is said of it.
/// </summary>
internal ref partial struct WireInput
{
    /// <summary>As deep as the framework's reader goes.</summary>
    private const int Deepest = 64;

    private readonly ReadOnlySpan<byte> _utf8;

    /// <summary>The reader; the language has no field for a reference to it.</summary>
    private readonly ref byte _reader;

    /// <summary>Short way: where the next token starts, or white space before it.</summary>
    private int _position;

    private int _depth;

    /// <summary>The way of the framework's reader.</summary>
    /// <param name="reader">The reader, on the value's first token; it moves along.</param>
    public WireInput(ref Utf8JsonReader reader) => _reader = ref Unsafe.As<Utf8JsonReader, byte>(ref reader);

    /// <summary>The short way.</summary>
    /// <param name="utf8">The whole document.</param>
    public WireInput(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        IsShort = true;
        SkipSpace();
    }

    /// <summary>Whether this is the short way.</summary>
    public readonly bool IsShort { get; }

    /// <summary>The reader, where this is its way.</summary>
    public readonly ref Utf8JsonReader Reader => ref Unsafe.As<byte, Utf8JsonReader>(ref _reader);

    /// <summary>The byte at hand, or 0, which is no JSON, at the end.</summary>
    public readonly byte Peek => (uint)_position < (uint)_utf8.Length ? _utf8[_position] : (byte)0;

    /// <summary>What ends the short way.</summary>
    public readonly WireException Refused() => new("not what the server writes", _position);

    /// <summary>Moves to the object's first or next member, to its value.</summary>
    /// <param name="names">The names that are known.</param>
    /// <param name="members">How far the object was read.</param>
    /// <returns>Whether there was another member.</returns>
    public bool Next(WireNames names, ref WireMembers members)
    {
        if (!IsShort)
        {
            return NextOfReader(names, ref members);
        }

        var expected = members.Expected;
        if (!members.IsBegun)
        {
            members.IsBegun = true;
            Begin((byte)'{');
            if (!Meets(names, _position, expected))
            {
                return Search(names, ref members, isFirst: true);
            }
        }
        else if (Peek != ',' || !Meets(names, _position + 1, expected))
        {
            return Search(names, ref members, isFirst: false);
        }

        members.Meet(expected);
        return true;
    }

    /// <summary>Moves to the object's first or next member, to its value.</summary>
    /// <param name="names">The names that are known.</param>
    /// <param name="members">How far the object was read.</param>
    /// <param name="name">The member's name.</param>
    /// <returns>Whether there was another member.</returns>
    public bool Next(WireNames names, ref WireMembers members, [NotNullWhen(true)] out string? name)
    {
        var isFirst = !members.IsBegun;
        members.IsBegun = true;
        if (!NextNamed(isFirst, out name))
        {
            return false;
        }

        members.Meet(names.Find(name));
        return true;
    }

    /// <summary>Moves to the next member's value, and has its name as text.</summary>
    /// <param name="isFirst">Whether the object starts here.</param>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was another member.</returns>
    public bool NextNamed(bool isFirst, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (!IsShort)
        {
            ref var reader = ref Reader;
            if (isFirst)
            {
                WireReader.BeginObject(ref reader);
            }

            if (!WireReader.NextMember(ref reader))
            {
                return false;
            }

            name = reader.GetString()!;
            reader.Read();
            return true;
        }

        if (isFirst)
        {
            Begin((byte)'{');
        }

        if (!MoveToName(isFirst))
        {
            return false;
        }

        name = Text();
        TakeColon();
        return true;
    }

    /// <summary>Short way only: moves to the next member's value, and has its name as it is written.</summary>
    /// <param name="isFirst">Whether the object starts here.</param>
    /// <param name="name">The name, without escapes.</param>
    /// <returns>Whether there was another member.</returns>
    public bool NextWritten(bool isFirst, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (isFirst)
        {
            Begin((byte)'{');
        }

        if (!MoveToName(isFirst))
        {
            return false;
        }

        name = TakeName();
        return true;
    }

    /// <summary>Starts an array and moves to its first item.</summary>
    /// <returns>Whether there is one.</returns>
    public bool FirstItem()
    {
        if (!IsShort)
        {
            WireReader.BeginArray(ref Reader);
            return WireReader.NextItem(ref Reader);
        }

        Begin((byte)'[');
        SkipSpace();
        return Peek != ']' || !Leave();
    }

    /// <summary>Moves from behind an item to the next one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool NextItem()
    {
        if (!IsShort)
        {
            return WireReader.NextItem(ref Reader);
        }

        SkipSpace();
        switch (Peek)
        {
            case (byte)',':
                _position++;
                SkipSpace();
                return true;
            case (byte)']':
                return !Leave();
            default:
                throw Refused();
        }
    }

    /// <summary>Passes over a value.</summary>
    public void Skip()
    {
        if (IsShort)
        {
            SkipValue();
        }
        else
        {
            Reader.Skip();
        }
    }

    /// <summary>Short way only: checks that nothing but white space follows.</summary>
    public void EndDocument()
    {
        SkipSpace();
        if (_position != _utf8.Length)
        {
            throw Refused();
        }
    }

    private readonly bool NextOfReader(WireNames names, ref WireMembers members)
    {
        ref var reader = ref Reader;
        if (!members.IsBegun)
        {
            members.IsBegun = true;
            WireReader.BeginObject(ref reader);
        }

        if (!WireReader.NextMember(ref reader))
        {
            return false;
        }

        members.Meet(names.Match(ref reader, members.Expected));
        return true;
    }

    /// <summary>Whether the expected name, with quotes and colon, stands there; then the value is at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Meets(WireNames names, int at, int expected)
    {
        var all = names.Expected;
        if ((uint)expected >= (uint)all.Length || at > _utf8.Length - Vector256<byte>.Count)
        {
            return false;
        }

        ref readonly var name = ref all[expected];
        var there = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_utf8), (nuint)at);
        if (((there ^ name.Text) & name.Mask) != Vector256<byte>.Zero
            || (name.Rest is { } rest && !_utf8[(at + Vector256<byte>.Count)..].StartsWith(rest)))
        {
            return false;
        }

        _position = at + name.Length;
        if (Peek <= ' ')
        {
            SkipSpace();
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Search(WireNames names, ref WireMembers members, bool isFirst)
    {
        if (!MoveToName(isFirst))
        {
            return false;
        }

        members.Meet(names.Find(TakeName()));
        return true;
    }
}
