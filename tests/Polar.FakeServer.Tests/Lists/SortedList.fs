/// Lists that can be sorted, as the table of lists describes them.
namespace Polar.FakeServer.Tests

open System
open System.Text.Json.Nodes

/// What a criterion compares: its value in an item, null where the item has none; not set where the wire does not show it.
[<NoEquality; NoComparison>]
type SortKey =
    { Name: string
      Value: (JsonNode -> IComparable | null) option }

/// Who calls a list.
[<RequireQualifiedAccess>]
type ListCaller =
    | Merchant
    | Customer
    /// The owner of a team.
    | Member
    /// A person, with a session in a browser.
    | Person

/// One list.
[<NoEquality; NoComparison>]
type SortedList =
    { Path: string
      Keys: SortKey list
      Default: SortKey * bool }
