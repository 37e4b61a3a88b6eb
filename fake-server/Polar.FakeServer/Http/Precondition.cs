using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Http;

/// <summary>When a precondition of an operation is looked at.</summary>
internal enum Stage
{
    /// <summary>Once it is known who calls, before values are checked.</summary>
    BeforeValidation,

    /// <summary>Once all values are as their schemas say, before the operation's step.</summary>
    AfterValidation,
}

/// <summary>Why a caller gets no further with a request; null when it does.</summary>
/// <param name="route">The operation.</param>
/// <param name="caller">Who calls.</param>
/// <param name="world">The world as it is.</param>
/// <param name="path">The values of the path, in its order.</param>
internal delegate Failure? Precondition(Route route, Caller caller, World world, IReadOnlyList<string> path);
