using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Looks ahead for the member that tells which case of a union an object is.</summary>
internal sealed class WireDiscriminator(string name, params string[] values)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);
    private readonly WireTexts _values = new(values);

    /// <summary>Which of the values the member has.</summary>
    /// <param name="ahead">A copy of the input, on the object's start.</param>
    /// <returns>The value's place, or -1 when the member is missing or holds anything else.</returns>
    public int Find(WireInput ahead)
    {
        if (!ahead.IsShort)
        {
            return Find(ahead.Reader);
        }

        for (var isFirst = true; ahead.NextWritten(isFirst, out var written); isFirst = false)
        {
            if (written.SequenceEqual(_name))
            {
                // What is escaped is left to the reader.
                return ahead.Peek != '"' ? -1 : ahead.TryTakePlain(out var text) ? _values.Find(text) : throw ahead.Refused();
            }

            ahead.Skip();
        }

        return -1;
    }

    /// <summary>Which of the values the member has.</summary>
    /// <param name="ahead">A copy of the reader, on the object's start.</param>
    /// <returns>The value's place, or -1 when the member is missing or holds anything else.</returns>
    private int Find(Utf8JsonReader ahead)
    {
        WireReader.BeginObject(ref ahead);
        while (WireReader.NextMember(ref ahead))
        {
            var found = ahead.ValueTextEquals(_name);
            ahead.Read();
            if (found)
            {
                return _values.Find(ref ahead);
            }

            ahead.Skip();
        }

        return -1;
    }
}
