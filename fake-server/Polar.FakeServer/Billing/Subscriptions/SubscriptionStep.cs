using System.Collections.Immutable;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>How far one or several commands have come: the state, what follows from it, and what is still to be settled at the end.</summary>
internal sealed record SubscriptionStep(SubscriptionRow State)
{
    /// <summary>What follows, in its order.</summary>
    public ImmutableList<SubscriptionEffect> Effects { get; init; } = [];

    /// <summary>What follows behind the events that tell of the change.</summary>
    public ImmutableList<SubscriptionEffect> Aftermath { get; init; } = [];

    /// <summary>What a merchant or a customer has changed, for the history.</summary>
    public ImmutableList<(string Name, JsonScalar Value)> Changes { get; init; } = [];

    /// <summary>The period ends with this.</summary>
    public bool EndsPeriod { get; init; }

    /// <summary>What has to be billed is billed with this.</summary>
    public bool IsCharged { get; init; }

    /// <summary>Nothing was asked for that is not so already: nobody is told.</summary>
    public bool IsUnchanged { get; init; }

    public SubscriptionStep With(SubscriptionRow state) => this with { State = state };

    /// <summary>The step with changes that the history tells of.</summary>
    public SubscriptionStep Telling(params IEnumerable<(string Name, JsonScalar Value)> changes) => this with { Changes = Changes.AddRange(changes) };

    public SubscriptionStep Then(params IEnumerable<SubscriptionEffect> effects) => this with { Effects = Effects.AddRange(effects) };
}

/// <summary>What commands came to.</summary>
/// <param name="State">The subscription.</param>
/// <param name="Effects">What follows, in its order.</param>
internal sealed record SubscriptionTransition(SubscriptionRow State, ImmutableList<SubscriptionEffect> Effects);
