using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Polar.FakeServer.Persistence;

/// <summary>
/// Records and other objects of the fake's own, as JSON objects: by their fields, so that members which no answer shows are kept too. What is null, false,
/// zero or empty in that sense is left out.
/// </summary>
internal sealed class ObjectCodec : Codec
{
    // Of so many objects of a type there are likely many more.
    private const int WorthCompiling = 100;

    private readonly Type _type;
    private readonly Member[] _members;
    private Action<object, int, object>? _set;
    private int _read;

    public ObjectCodec(Type type)
    {
        _type = type;
        _members = [.. Levels(type).Reverse().SelectMany(level => level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(field => new Member(field))];
        if (_members.CountBy(member => member.Name).FirstOrDefault(name => name.Value > 1).Key is { } repeated)
        {
            throw new NotSupportedException($"{type} cannot be kept: it has two members '{repeated}'.");
        }

    }

    /// <inheritdoc/>
    public override IEnumerable<Codec> Parts => _members.Select(member => member.Codec);

    /// <summary>The members with their types, as they stand in JSON.</summary>
    public IEnumerable<(string Name, Type Type)> Members => _members.Select(member => (member.Name, member.Field.FieldType));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value)
    {
        writer.WriteStartObject();
        WriteMembers(writer, value);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members into an object that is open.</summary>
    public void WriteMembers(Utf8JsonWriter writer, object value)
    {
        foreach (var member in _members)
        {
            if (member.Field.GetValue(value) is { } content && !member.Codec.IsDefault(content))
            {
                writer.WritePropertyName(member.Text);
                member.Codec.Write(writer, content);
            }
        }
    }

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unexpected(ref reader, "an object");
        }

        reader.Read();
        return ReadMembers(ref reader);
    }

    /// <summary>Reads the members; the reader stands on the first one's name, or on the object's end.</summary>
    public object ReadMembers(ref Utf8JsonReader reader)
    {
        var made = RuntimeHelpers.GetUninitializedObject(_type);
        var set = Volatile.Read(ref _set) ?? (_read <= WorthCompiling ? Compiled() : null);
        for (var next = 0; reader.TokenType == JsonTokenType.PropertyName; reader.Read())
        {
            var number = Find(ref reader, next);
            next = number + 1;
            var member = _members[number];
            reader.Read();
            try
            {
                var value = member.Codec.ReadNullable(ref reader);
                if (value is null || set is null)
                {
                    member.Field.SetValue(made, value);
                }
                else
                {
                    set(made, number, value);
                }
            }
            catch (FormatException fault)
            {
                throw new FormatException($"{member.Name}: {fault.Message}", fault);
            }
        }

        return made;
    }

    /// <inheritdoc/>
    public override bool IsDefault(object value) => _type.IsValueType && Array.TrueForAll(
        _members, member => member.Field.GetValue(value) is not { } content || member.Codec.IsDefault(content));

    /// <inheritdoc/>
    public override void Check(object value)
    {
        foreach (var member in _members)
        {
            if (member.Field.GetValue(value) is { } content)
            {
                member.Codec.Check(content);
            }
            else if (member.IsNeverNull)
            {
                throw new FormatException($"'{member.Name}' is missing.");
            }
        }
    }

    /// <summary>Counts an object that is read; once there are many, what sets their members is compiled.</summary>
    private Action<object, int, object>? Compiled()
    {
        if (Interlocked.Increment(ref _read) == WorthCompiling)
        {
            Volatile.Write(ref _set, FieldSetter.Compile(_type, [.. _members.Select(member => member.Field)]));
        }

        return _set;
    }

    /// <summary>
    /// The number of the member whose name the reader is at. Members come in their order, though some are left out, so those behind the last one are looked at first.
    /// </summary>
    private int Find(ref Utf8JsonReader reader, int next)
    {
        for (var step = 0; step < _members.Length; step++)
        {
            var number = next + step < _members.Length ? next + step : next + step - _members.Length;
            if (reader.ValueTextEquals(_members[number].Text.EncodedUtf8Bytes))
            {
                return number;
            }
        }

        throw new FormatException($"{_type.Name} has no member '{reader.GetString()}'.");
    }

    private static IEnumerable<Type> Levels(Type type)
    {
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            yield return level;
        }
    }

    /// <summary>A field with its codec, which is looked up when it is first needed: types may hold themselves.</summary>
    private sealed class Member(FieldInfo info)
    {
        private static readonly NullabilityInfoContext s_nullability = new();

        private Codec? _codec;
        private bool? _isNeverNull;

        public FieldInfo Field => info;

        public string Name { get; } = NameOf(info.Name);

        public JsonEncodedText Text { get; } = JsonEncodedText.Encode(NameOf(info.Name));

        public Codec Codec => _codec ??= Codecs.Of(info.FieldType);

        /// <summary>Whether the field's type says that it always holds something.</summary>
        public bool IsNeverNull
        {
            get
            {
                lock (s_nullability)
                {
                    return _isNeverNull ??= !info.FieldType.IsValueType && !info.DeclaringType!.IsGenericType
                        && s_nullability.Create(info).ReadState == NullabilityState.NotNull;
                }
            }
        }

        // A property's field is called <Name>k__BackingField, and a captured parameter's <name>P.
        private static string NameOf(string name) =>
            JsonNamingPolicy.SnakeCaseLower.ConvertName(name.StartsWith('<') ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name);
    }
}

/// <summary>Objects of several types, each of which says which it is.</summary>
/// <param name="declared">What all of them are.</param>
internal sealed class UnionCodec(Type declared) : Codec
{
    private static readonly JsonEncodedText s_type = JsonEncodedText.Encode("$type");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value)
    {
        writer.WriteStartObject();
        if (value.GetType() != declared)
        {
            writer.WriteString(s_type, KeptTypes.NameOf(value.GetType()));
        }

        Codecs.OfObject(value.GetType()).WriteMembers(writer, value);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unexpected(ref reader, "an object");
        }

        reader.Read();
        var type = declared;
        if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(s_type.EncodedUtf8Bytes))
        {
            reader.Read();
            var name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Unexpected(ref reader, "the name of a type");
            type = KeptTypes.Find(name);
            reader.Read();
        }

        return type is { IsAbstract: false } && declared.IsAssignableFrom(type)
            ? Codecs.OfObject(type).ReadMembers(ref reader)
            : throw new FormatException($"It is not said which {declared.Name} it is.");
    }

    /// <inheritdoc/>
    public override void Check(object value) => Codecs.OfObject(value.GetType()).Check(value);
}
