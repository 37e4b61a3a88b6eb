namespace Polar.FakeServer.Tests.Properties

open System

/// Something that happens in a shop. Numbers choose among what there is then.
type Step =
    | Buy of product: int * buyer: int * card: int * discount: int
    | Change of subscription: int * product: int * behavior: int
    | Seats of subscription: int * seats: int * behavior: int
    | Assign of subscription: int * person: int
    | Cancel of subscription: int
    | Uncancel of subscription: int
    | Revoke of subscription: int
    | Pause of subscription: int
    | Resume of subscription: int
    | Attach of subscription: int * discount: int
    | EndTrial of subscription: int
    | MovePeriod of subscription: int * days: int
    | Refund of order: int * percent: int
    | Dispute of order: int * ending: int
    | Repair of card: int
    | Pass of hours: int

/// A call as it went out, or a move of the clock.
type Call =
    | Asked of method: string * path: string * body: string option * isBuyers: bool
    | Moved of TimeSpan
