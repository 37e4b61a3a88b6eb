using System.Numerics;
using System.Text;

namespace Polar.Functional.Contracts;

/// <summary>Finds a text among known ones by its UTF-8, without making a string of it.</summary>
internal sealed class Utf8Table
{
    private readonly byte[][] _texts;

    /// <summary>One more than a text's place, or 0 where a slot is free; at most half of the slots are taken.</summary>
    private readonly ushort[] _slots;

    public Utf8Table(byte[][] texts)
    {
        _texts = texts;
        _slots = new ushort[BitOperations.RoundUpToPowerOf2((uint)((texts.Length * 2) + 1))];
        for (var place = 0; place < texts.Length; place++)
        {
            var slot = SlotOf(texts[place]);
            while (_slots[slot] != 0)
            {
                slot = Next(slot);
            }

            _slots[slot] = (ushort)(place + 1);
        }
    }

    public static Utf8Table Of(string[] texts) => new(Array.ConvertAll(texts, Encoding.UTF8.GetBytes));

    /// <summary>The text's place, or -1 for one that is not known.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        for (var slot = SlotOf(text); ; slot = Next(slot))
        {
            var place = _slots[slot] - 1;
            if (place < 0 || text.SequenceEqual(_texts[place]))
            {
                return place;
            }
        }
    }

    private int SlotOf(ReadOnlySpan<byte> text)
    {
        // Length and three letters tell the names of one type apart well enough.
        var hash = text.IsEmpty ? 0 : (text.Length * 59) + (text[0] * 7) + (text[text.Length / 2] * 13) + (text[^1] * 31);
        return hash & (_slots.Length - 1);
    }

    private int Next(int slot) => (slot + 1) & (_slots.Length - 1);
}
