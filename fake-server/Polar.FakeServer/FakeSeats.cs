using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer;

/// <summary>Seats of what customers bought seats of, with the tokens of their invitations.</summary>
public sealed class FakeSeats
{
    private readonly Engine _engine;

    internal FakeSeats(Engine engine) => _engine = engine;

    /// <summary>A seat with its invitation.</summary>
    /// <param name="id">The seat's id.</param>
    /// <returns>The seat as it is now.</returns>
    /// <exception cref="ArgumentException">There is no such seat.</exception>
    public FakeSeat Get(Guid id) =>
        SeatControl.Find(_engine.World, _engine.Settings, id) ?? throw new WrongInputException($"There is no seat {id}.");
}
