using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Polar.FakeServer.Identity;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Persistence;

/// <summary>
/// Codecs of collections that hold values. Each kind of value needs code of its own, and a program that was compiled natively cannot make any when it runs: so
/// each stands here by its name, or modules add it. Collections of objects share their code, and are here once for each kind of collection.
/// </summary>
internal static class NamedCodecs
{
    private static readonly ConcurrentDictionary<Type, Func<Codec>> s_all = new(new Dictionary<Type, Func<Codec>>
    {
        [typeof(ImmutableArray<Guid>)] = () => new ImmutableArrayCodec<Guid>(),
        [typeof(ImmutableList<Guid>)] = () => new ImmutableListCodec<Guid>(),
        [typeof(ImmutableList<long>)] = () => new ImmutableListCodec<long>(),
        [typeof(ImmutableDictionary<FakeIntegration, string>)] = () => new ImmutableDictionaryCodec<FakeIntegration, string>(),
        [typeof(ImmutableDictionary<Guid, ImmutableList<ProductPrice>>)] = () => new ImmutableDictionaryCodec<Guid, ImmutableList<ProductPrice>>(),
        [typeof(ImmutableSortedDictionary<Guid, OrganizationRole>)] = () => new ImmutableSortedDictionaryCodec<Guid, OrganizationRole>(),
        [typeof(ValueList<Guid>)] = () => new ValueListCodec<Guid>(),
        [typeof(ValueList<OAuth2GrantType>)] = () => new ValueListCodec<OAuth2GrantType>(),
        [typeof(ValueList<Scope>)] = () => new ValueListCodec<Scope>(),
        [typeof(ValueList<WebhookEventType>)] = () => new ValueListCodec<WebhookEventType>(),
        [typeof(ValueMap<JsonScalar>)] = () => new ValueMapCodec<JsonScalar>(),
        [typeof(ValueMap<RawJson>)] = () => new ValueMapCodec<RawJson>(),
        [typeof(ValueMap<bool>)] = () => new ValueMapCodec<bool>(),
        [typeof(ValueMap<long>)] = () => new ValueMapCodec<long>(),

        // Of objects: what all others of the kind share.
        [typeof(string[])] = () => new ArrayCodec<string>(),
        [typeof(IReadOnlyList<string>)] = () => new ArrayCodec<string>(),
        [typeof(ImmutableArray<string>)] = () => new ImmutableArrayCodec<string>(),
        [typeof(ImmutableList<string>)] = () => new ImmutableListCodec<string>(),
        [typeof(IReadOnlySet<string>)] = () => new OrderedItemsCodec<string>(),
        [typeof(FrozenSet<string>)] = () => new FrozenSetCodec<string>(),
        [typeof(ImmutableHashSet<string>)] = () => new ImmutableHashSetCodec<string>(),
        [typeof(ImmutableDictionary<string, string>)] = () => new ImmutableDictionaryCodec<string, string>(),
        [typeof(ImmutableSortedDictionary<string, string>)] = () => new ImmutableSortedDictionaryCodec<string, string>(),
        [typeof(ValueList<string>)] = () => new ValueListCodec<string>(),
        [typeof(ValueMap<string>)] = () => new ValueMapCodec<string>(),
    });

    /// <summary>Names the codec of a collection whose items this floor does not know.</summary>
    public static void Add(Type type, Func<Codec> codec) => s_all[type] = codec;

    /// <summary>The codec that is named for a type; null where there is none.</summary>
    public static Codec? Find(Type type) => s_all.TryGetValue(type, out var make) ? make() : null;
}
