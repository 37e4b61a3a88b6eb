namespace Polar.Functional.Contracts;

/// <content>Tokens of the short way: brackets, names, white space, and values that are passed over.</content>
internal ref partial struct WireInput
{
    private void Begin(byte bracket)
    {
        if (Peek != bracket || _depth == Deepest)
        {
            throw Refused();
        }

        _depth++;
        _position++;
    }

    private bool Leave()
    {
        _depth--;
        _position++;
        return true;
    }

    private bool MoveToName(bool isFirst)
    {
        SkipSpace();
        if (Peek == '}')
        {
            return !Leave();
        }

        if (!isFirst)
        {
            if (Peek != ',')
            {
                throw Refused();
            }

            _position++;
            SkipSpace();
        }

        return true;
    }

    private ReadOnlySpan<byte> TakeName()
    {
        var start = _position + 1;
        var end = EndOfText(out var oddities);
        if ((oddities & Escaped) != 0)
        {
            throw Refused();
        }

        _position = end + 1;
        TakeColon();
        return _utf8[start..end];
    }

    private void TakeColon()
    {
        SkipSpace();
        if (Peek != ':')
        {
            throw Refused();
        }

        _position++;
        SkipSpace();
    }

    private void SkipSpace()
    {
        while ((uint)_position < (uint)_utf8.Length && _utf8[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }
    }

    /// <summary>Passes over a value, and refuses whatever the framework's reader would.</summary>
    private void SkipValue()
    {
        var bottom = _depth;

        // A bit for each level above the bottom: whether it is an object.
        var objects = 0UL;
        while (true)
        {
            if (Peek is (byte)'{' or (byte)'[')
            {
                var isObject = Peek == '{';
                Begin(Peek);
                objects = (objects << 1) | (isObject ? 1UL : 0UL);
                SkipSpace();
                if (Peek != (isObject ? '}' : ']'))
                {
                    if (isObject)
                    {
                        SkipName();
                    }

                    continue;
                }

                Leave();
                objects >>= 1;
            }
            else
            {
                _position = EndOfScalar();
            }

            if (_depth == bottom || !SkipToNext(bottom, ref objects))
            {
                return;
            }
        }
    }

    /// <summary>Moves from behind a value to the next one, out of whatever ends here.</summary>
    /// <returns>Whether there is one above the bottom.</returns>
    private bool SkipToNext(int bottom, ref ulong objects)
    {
        while (true)
        {
            SkipSpace();
            var isObject = (objects & 1) != 0;
            if (Peek == ',')
            {
                _position++;
                SkipSpace();
                if (isObject)
                {
                    SkipName();
                }

                return true;
            }

            if (Peek != (isObject ? '}' : ']'))
            {
                throw Refused();
            }

            Leave();
            objects >>= 1;
            if (_depth == bottom)
            {
                return false;
            }
        }
    }

    private void SkipName()
    {
        _position = EndOfText(out _) + 1;
        TakeColon();
    }
}
