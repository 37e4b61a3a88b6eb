using System.Text;

namespace Polar.Functional.Contracts;

/// <summary>The cases of a union that no single member tells apart, ready to be compared in one pass over an object's members.</summary>
internal sealed class WireShapes
{
    private readonly WireShape[] _shapes;
    private readonly Utf8Table _names;
    private readonly int _count;
    private readonly Places[] _places;

    public WireShapes(params WireShape[] shapes)
    {
        _shapes = shapes;
        string[] names =
        [
            .. shapes.SelectMany(shape => shape.Known
                .Concat(shape.Defaults.Select(member => member.Name))
                .Concat(shape.Constants.Select(constant => constant.Path[0]))).Distinct(),
        ];
        _count = names.Length;
        _names = Utf8Table.Of(names);
        _places = Array.ConvertAll(shapes, shape => new Places(shape, names));
    }

    /// <summary>Finds the case that fits best, by the rule of <see cref="WireShape.Pick"/>.</summary>
    /// <param name="ahead">A copy of the input, on the object's start.</param>
    /// <returns>The case's place, or -1 when none fits.</returns>
    public int Pick(WireInput ahead)
    {
        if (!ahead.IsShort)
        {
            return WireShape.Pick(ahead.Reader, _shapes);
        }

        if (ahead.Peek != '{')
        {
            return -1;
        }

        // Where each member's value starts; of a repeated name the last one counts.
        Span<int> values = stackalloc int[_count];
        var members = 0;
        for (var isFirst = true; ahead.NextWritten(isFirst, out var written); isFirst = false)
        {
            members++;
            if (_names.Find(written) is >= 0 and var place)
            {
                values[place] = ahead.Position;
            }

            ahead.Skip();
        }

        return Best(ahead, values, members);
    }

    private int Best(WireInput input, ReadOnlySpan<int> values, int members)
    {
        var (best, bestKnown, bestRequired, bestUnused) = (-1, -1, -1, int.MaxValue);
        for (var index = 0; index < _shapes.Length; index++)
        {
            ref readonly var places = ref _places[index];
            var shape = _shapes[index];
            if (!places.HaveRequired(input, values) || !places.HaveConstants(input, values, shape))
            {
                continue;
            }

            var known = 0;
            foreach (var place in places.Known)
            {
                known += values[place] != 0 ? 1 : 0;
            }

            if (known == 0 && members > 0)
            {
                continue;
            }

            var unused = places.Known.Length - known;
            var required = places.Required.Length + places.Nullable.Length;
            if ((known, required, -unused).CompareTo((bestKnown, bestRequired, -bestUnused)) > 0)
            {
                (best, bestKnown, bestRequired, bestUnused) = (shape.Case, known, required, unused);
            }
        }

        return best;
    }

    /// <summary>The members of a shape by their places among all names.</summary>
    private readonly struct Places(WireShape shape, string[] names)
    {
        public int[] Known { get; } = [.. shape.Known.Select(name => Array.IndexOf(names, name))];

        public int[] Required { get; } = Array.ConvertAll(shape.Required, name => Array.IndexOf(names, name));

        public int[] Nullable { get; } = Array.ConvertAll(shape.Nullable, name => Array.IndexOf(names, name));

        private int[] Constants { get; } = Array.ConvertAll(shape.Constants, constant => Array.IndexOf(names, constant.Path[0]));

        private int[] Defaults { get; } = Array.ConvertAll(shape.Defaults, member => Array.IndexOf(names, member.Name));

        public bool HaveRequired(WireInput input, ReadOnlySpan<int> values)
        {
            foreach (var place in Required)
            {
                if (values[place] == 0 || input.At(values[place]).Peek == 'n')
                {
                    return false;
                }
            }

            foreach (var place in Nullable)
            {
                if (values[place] == 0)
                {
                    return false;
                }
            }

            return true;
        }

        public bool HaveConstants(WireInput input, ReadOnlySpan<int> values, WireShape shape)
        {
            for (var index = 0; index < Constants.Length; index++)
            {
                var (path, expected) = shape.Constants[index];
                var position = values[Constants[index]];
                for (var step = 1; step < path.Length && position != 0; step++)
                {
                    position = Member(input.At(position), path[step]);
                }

                if (position == 0 || !Is(input.At(position), expected))
                {
                    return false;
                }
            }

            for (var index = 0; index < Defaults.Length; index++)
            {
                var position = values[Defaults[index]];
                if (position != 0 && !Is(input.At(position), shape.Defaults[index].Value))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Where the value of an object's member starts, or 0 where there is none.</summary>
        private static int Member(WireInput ahead, string name)
        {
            var position = 0;
            if (ahead.Peek == '{')
            {
                for (var isFirst = true; ahead.NextWritten(isFirst, out var written); isFirst = false)
                {
                    position = Ascii.Equals(written, name) ? ahead.Position : position;
                    ahead.Skip();
                }
            }

            return position;
        }

        private static bool Is(WireInput found, object expected) => expected switch
        {
            // What is escaped, or not ASCII, is left to the reader.
            string text => found.Peek == '"' && (found.TryTakePlain(out var written) ? Ascii.Equals(written, text) : throw found.Refused()),
            bool flag => found.Peek == (flag ? 't' : 'f'),
            _ => false,
        };
    }
}
