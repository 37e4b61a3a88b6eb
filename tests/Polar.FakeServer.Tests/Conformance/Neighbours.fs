/// Two organizations, each with one of everything, and who calls for one of them.
module internal Polar.FakeServer.Tests.Conformance.Neighbours

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk

/// Two organizations with something of everything: the first, whose ids are sent, and the second, who sends them.
type Neighbours =
    { Fake: FakePolar
      First: Map<string, string list>
      FirstIds: string list
      Second: Map<string, string list>
      Stranger: Party }

let neighbours () : Task<Neighbours> =
    task {
        let! fake = PopulatedOrganizations.seeded ()
        do! PopulatedOrganizations.furnish fake fake.AccessToken
        let! second = fake.CreateOrganizationAsync "second"
        do! PopulatedOrganizations.furnish fake second.AccessToken
        let customer = (Seq.head (fake.World.Customers.Of second.Id)).Id
        let! stranger = partyOf fake second.Id customer None
        let first = PopulatedOrganizations.thingsOf fake.World fake.Organization.Id

        return
            { Fake = fake
              First = first
              // The two call their customers alike; no word of theirs is anybody's alone.
              FirstIds =
                [ for entry in first do
                      if entry.Key <> "external customer" then
                          yield! entry.Value ]
              Second = PopulatedOrganizations.thingsOf fake.World second.Id
              Stranger = stranger }
    }

/// The first organization's ids that are tried in a place: some of the kind that belongs there, and one of every other.
let foreign (neighbours: Neighbours) (kind: string option) : string list =
    [ match kind with
      | Some kind -> yield! List.truncate 5 neighbours.First[kind]
      | None -> ()
      for entry in neighbours.First do
          if Some entry.Key <> kind && entry.Key <> "external customer" then
              yield! List.truncate 1 entry.Value ]

let own (neighbours: Neighbours) (route: Route) (name: string) : string =
    ResourceKinds.kindOf (ResourceKinds.collectionOf route name) name
    |> Option.bind (fun kind -> List.tryLast neighbours.Second[kind])
    |> Option.defaultValue (
        if route.Path |> Array.exists (fun parameter -> parameter.Name = name) then
            unknown route name
        else
            Samples.uuid
    )

/// The callers that an operation knows by their token.
let private callers (neighbours: Neighbours) (route: Route) : (string * string) list =
    if admits route "Anonymous" then
        []
    else
        [ for kind in kinds do
              if admits route kind then
                  let held =
                      if Answers.ofSessions.Contains route.Id then
                          "Session"
                      else
                          kind

                  kind, neighbours.Stranger.Tokens[held] ]

let shows (neighbours: Neighbours) (answer: string) (sent: string) : string option =
    neighbours.FirstIds |> List.tryFind (fun id -> id <> sent && answer.Contains id)

/// Walks with every caller of every operation; the first organization is then what it was before.
let walk (step: Neighbours -> Findings -> Route -> string -> string -> Task<int>) : Task<int> =
    task {
        let! neighbours = neighbours ()
        use fake = neighbours.Fake
        let before = PopulatedOrganizations.rowsOf fake.World fake.Organization.Id
        Expect.isGreaterThan before.Length 100 "the first organization has things"
        let findings = Findings()
        let mutable sent = 0

        for route in routes do
            for kind, token in callers neighbours route do
                let! more = step neighbours findings route kind token
                sent <- sent + more

        findings.None()

        Expect.isTrue
            (List.forall2
                (fun (one: obj) (other: obj) -> one.Equals other)
                before
                (PopulatedOrganizations.rowsOf fake.World fake.Organization.Id))
            "nothing of the first organization has changed"

        return sent
    }
