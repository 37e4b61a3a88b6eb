/// What narrows the lists of meters and of customers' meters.
module Polar.FakeServer.Tests.Lists.MeterFilterTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters

/// Ada has credit of one meter, Grace has events only; everything has a label that tests know it by.
type private Shop =
    { Fake: FakePolar
      Session: string
      Ids: Map<string, string> }

    member shop.Named(text: string) =
        (text, shop.Ids)
        ||> Map.fold (fun text label id -> text.Replace("{" + label + "}", id))

let private made: Lazy<Task<Shop>> =
    lazy
        (task {
            let! fake = Fake.start ()
            let id = Json.text "id"

            let meter name team =
                Given.create
                    "/v1/meters/"
                    $"""{{"name":"{name}","metadata":{{"team":"{team}"}},"filter":{{"conjunction":"and","clauses":[]}},"aggregation":{{"func":"count"}}}}"""
                    fake

            let! calls = meter "Calls_of 100%" "a"
            let! spare = meter "Spare" "b"
            let! ada = Measuring.customer "ada@polar.sh" ""","external_id":"user_1" """ fake
            let! grace = Measuring.customer "grace@polar.sh" ""","external_id":"user_2" """ fake

            let! credit =
                Given.create
                    "/v1/benefits/"
                    $"""{{"type":"meter_credit","description":"Credit","properties":{{"meter_id":"{id calls}","units":5,"rollover":false}}}}"""
                    fake

            let! pack = Buying.once (Buying.fixedPrice 500) fake

            let! attached =
                Http.post $"/v1/products/{pack}/benefits" $"""{{"benefits":["{id credit}"]}}""" fake

            Expect.equal attached.Status 200 attached.Text

            let! checkout =
                Given.create "/v1/checkouts/" $"""{{"products":["{pack}"],"customer_id":"{ada}"}}""" fake

            let! _ = Given.confirmed checkout fake

            for customer in [ ada; grace ] do
                do! Measuring.callsOf customer [ 1M ] fake

            let! archived = Http.patch $"/v1/meters/{id spare}" """{"is_archived":true}""" fake
            Expect.equal archived.Status 200 archived.Text

            let! session =
                Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{ada}"}}""" fake

            let! adas = Measuring.row ada (id calls) fake
            let! spares = Measuring.row ada (id spare) fake
            let! graces = Measuring.row grace (id calls) fake
            let! gracesSpares = Measuring.row grace (id spare) fake

            return
                { Fake = fake
                  Session = Json.text "token" session
                  Ids =
                    Map.ofList
                        [ "organization", string fake.Organization.Id
                          "unknown", unknown
                          "ada", ada
                          "grace", grace
                          "calls", id calls
                          "spare", id spare
                          "ada's", id adas
                          "ada's spare", id spares
                          "grace's", id graces
                          "grace's spare", id gracesSpares ] }
        })

/// A list, what is asked of it, and what then is in it.
let found: (string * string * string list) list =
    let meters = "/v1/meters/"
    let customerMeters = "/v1/customer-meters/"
    let portal = "/v1/customer-portal/meters/"

    [ meters, "", [ "calls"; "spare" ]
      meters, "organization_id={organization}", [ "calls"; "spare" ]
      meters, "organization_id={unknown}", []
      meters, "query=CALLS", [ "calls" ]
      meters, "query=s_of", [ "calls" ]
      meters, "query=l%25f", [ "calls" ]
      meters, "query=nothing", []
      meters, "is_archived=true", [ "spare" ]
      meters, "is_archived=false", [ "calls" ]
      meters, "metadata[team]=a", [ "calls" ]
      meters, "metadata[team]=a&metadata[team]=b", [ "calls"; "spare" ]
      meters, "metadata[team]=c", []
      customerMeters, "", [ "ada's"; "grace's" ]
      customerMeters, "organization_id={organization}", [ "ada's"; "grace's" ]
      customerMeters, "organization_id={unknown}", []
      customerMeters, "customer_id={ada}", [ "ada's" ]
      customerMeters, "customer_id={ada}&customer_id={grace}", [ "ada's"; "grace's" ]
      customerMeters, "external_customer_id=user_2", [ "grace's" ]
      customerMeters, "external_customer_id=nobody", []
      customerMeters, "meter_id={spare}", [ "ada's spare"; "grace's spare" ]
      customerMeters, "meter_id={calls}&meter_id={spare}&customer_id={ada}", [ "ada's"; "ada's spare" ]
      customerMeters, "meter_id={unknown}", []
      portal, "", [ "ada's" ]
      portal, "meter_id={calls}", [ "ada's" ]
      portal, "meter_id={spare}", []
      portal, "query=CALLS", [ "ada's" ]
      portal, "query=s_of 100%25", [ "ada's" ]
      portal, "query=s%25f", []
      portal, "query=nothing", [] ]

[<Tests>]
let tests =
    testList
        "filters of meters"
        [ for path, query, labels in found do
              testCaseTask $"{path}?{query}" (fun () ->
                  task {
                      let! shop = made.Value
                      let asked = shop.Named $"{path}?{query}"

                      let! answer =
                          if path.StartsWith "/v1/customer-portal/" then
                              Http.raw shop.Fake (Http.request "GET" asked (Some shop.Session) None)
                          else
                              Http.get asked shop.Fake

                      Expect.equal answer.Status 200 answer.Text

                      let labelOf =
                          shop.Ids |> Map.toSeq |> Seq.map (fun (label, id) -> id, label) |> Map.ofSeq

                      Expect.equal
                          (Json.items "items" answer.Json
                           |> List.map (fun item -> labelOf[Json.text "id" item])
                           |> List.sort)
                          (List.sort labels)
                          "items"

                      Expect.equal (Json.whole "pagination.total_count" answer.Json) (int64 labels.Length) "total"
                  }) ]
