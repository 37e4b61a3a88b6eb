using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Persistence;

/// <summary>The codecs of all types that a world is made of.</summary>
internal static class Codecs
{
    private static readonly ConcurrentDictionary<Type, Codec> s_all = new(ScalarCodecs.All);

    private static readonly ConcurrentDictionary<Type, ObjectCodec> s_objects = new();

    private static readonly Dictionary<Type, Type> s_collections = new()
    {
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayCodec<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListCodec<>),
        [typeof(IReadOnlyList<>)] = typeof(ArrayCodec<>),
        [typeof(IReadOnlySet<>)] = typeof(OrderedItemsCodec<>),
        [typeof(FrozenSet<>)] = typeof(FrozenSetCodec<>),
        [typeof(ImmutableHashSet<>)] = typeof(ImmutableHashSetCodec<>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryCodec<,>),
        [typeof(ImmutableSortedDictionary<,>)] = typeof(ImmutableSortedDictionaryCodec<,>),
        [typeof(ValueList<>)] = typeof(ValueListCodec<>),
        [typeof(ValueMap<>)] = typeof(ValueMapCodec<>),
    };

    /// <summary>The codec of a type.</summary>
    /// <exception cref="NotSupportedException">Values of the type cannot be kept.</exception>
    public static Codec Of(Type type) => s_all.GetOrAdd(type, Make);

    /// <summary>The codec of the objects of exactly this type.</summary>
    public static ObjectCodec OfObject(Type type) => s_objects.GetOrAdd(type, static type => new ObjectCodec(type));

    private static Codec Make(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return new NullableCodec(Of(underlying));
        }

        if (type.IsEnum)
        {
            return new EnumCodec(type);
        }

        if (type.IsArray)
        {
            return OfItems(type, typeof(ArrayCodec<>), type.GetElementType()!);
        }

        if (type.IsGenericType && s_collections.TryGetValue(type.GetGenericTypeDefinition(), out var collection))
        {
            return OfItems(type, collection, type.GetGenericArguments());
        }

        if (type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IOwnJson<>)))
        {
            return OfItems(type, typeof(OwnJsonCodec<>), type);
        }

        if (!KeptTypes.Has(type) || typeof(Delegate).IsAssignableFrom(type))
        {
            throw new NotSupportedException($"{type} cannot be kept.");
        }

        return type.IsValueType || type.IsSealed ? OfObject(type) : new UnionCodec(type);
    }

    /// <summary>A codec that is named, or that is made where code for it can be made.</summary>
    private static Codec OfItems(Type type, Type definition, params Type[] items) =>
        NamedCodecs.Find(type) ?? (Codec)Activator.CreateInstance(definition.MakeGenericType(items))!;
}

/// <summary>The types of the fake's own, and of the models, by the names under which they are kept.</summary>
internal static class KeptTypes
{
    private const string OfModels = "Contracts.";

    private static readonly Assembly s_fake = typeof(World).Assembly;
    private static readonly Assembly s_models = typeof(Customer).Assembly;
    private static readonly string s_fakeRoot = $"{nameof(Polar)}.{nameof(FakeServer)}.";
    private static readonly string s_modelsRoot = typeof(Customer).Namespace + ".";
    private static readonly ConcurrentDictionary<string, Type?> s_found = new();

    /// <summary>All rows that there are, each of which has a table.</summary>
    public static IEnumerable<Type> Rows => Implementing(typeof(IRow<>));

    /// <summary>All parts of a world that are no tables.</summary>
    public static IEnumerable<Type> Parts => Implementing(typeof(IWorldPart<>));

    /// <summary>Whether values of the type may be kept by their members.</summary>
    public static bool Has(Type type) => type.Assembly == s_fake || type.Assembly == s_models || type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true;

    public static string NameOf(Type type) => type.Assembly == s_models ? OfModels + type.FullName![s_modelsRoot.Length..] : type.FullName![s_fakeRoot.Length..];

    public static Type? Find(string name) => s_found.GetOrAdd(name, static name => name.StartsWith(OfModels, StringComparison.Ordinal)
        ? s_models.GetType(s_modelsRoot + name[OfModels.Length..])
        : s_fake.GetType(s_fakeRoot + name));

    private static IEnumerable<Type> Implementing(Type definition) => s_fake.GetTypes()
        .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }
            && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition && one.GetGenericArguments()[0] == type))
        .OrderBy(type => type.FullName, StringComparer.Ordinal);
}
