/// Dashboards: named selections of metrics.
module Polar.FakeServer.Tests.Usage.Metrics.DashboardTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private path = "/v1/metrics/dashboards"

let private refused (answer: Answer) (kind: string) (place: string) =
    Expect.equal answer.Status 422 answer.Text
    Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "error"
    Expect.equal (Json.text "detail.0.type" answer.Json, (Json.at "detail.0.loc" answer.Json).ToJsonString()) (kind, place) "fault"

let private eleven = String.Join(',', [ for number in 1..11 -> $"\"m{number}\"" ])

[<Tests>]
let tests =
    testList
        "dashboards"
        [ testCaseTask "are made, read, listed, changed and deleted" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! made, events =
                      Events.during fake (fun () -> Http.post path """{"name":"Daily","metrics":["orders","revenue"]}""" fake)

                  Expect.equal (made.Status, events) (201, []) made.Text
                  let id = Json.text "id" made.Json

                  Expect.equal
                      made.Text
                      $"""{{"created_at":"2026-03-01T12:00:00Z","modified_at":null,"id":"{id}","name":"Daily","metrics":["orders","revenue"],"organization_id":"{fake.Organization.Id}"}}"""
                      "as it is shown"

                  let! read = Http.get $"{path}/{id}" fake
                  Expect.equal (read.Status, read.Text) (200, made.Text) "read"
                  let! other = Http.post path """{"name":"x"}""" fake
                  Expect.equal ((Json.at "metrics" other.Json).ToJsonString()) "[]" "no metrics at first"
                  let! listed = Http.get path fake
                  Expect.equal listed.Text $"[{made.Text},{other.Text}]" "a bare list, the oldest first"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.0)
                  let! renamed = Http.patch $"{path}/{id}" """{"name":"Weekly"}""" fake

                  Expect.equal
                      (renamed.Status, renamed.Text)
                      (200,
                       made.Text.Replace("Daily", "Weekly").Replace("\"modified_at\":null", "\"modified_at\":\"2026-03-01T12:01:00Z\""))
                      "only its name"

                  let! emptied = Http.patch $"{path}/{id}" """{"metrics":[]}""" fake

                  Expect.equal
                      (Json.text "name" emptied.Json, (Json.at "metrics" emptied.Json).ToJsonString())
                      ("Weekly", "[]")
                      "only its metrics"

                  let! deleted = Http.delete $"{path}/{id}" fake
                  Expect.equal (deleted.Status, deleted.Text) (204, "") "deleted"
                  let! gone = Http.get $"{path}/{id}" fake
                  Expect.equal gone.Status 404 gone.Text
                  let! listed = Http.get path fake
                  Expect.equal listed.Text $"[{other.Text}]" "the other one is left"
              })

          testCaseTask "are left as they are by a change to what they are, or to nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Http.post path """{"name":"Daily","metrics":["orders"]}""" fake
                  let one = $"""{path}/{Json.text "id" made.Json}"""
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.0)

                  for body in
                      [ "{}"
                        """{"name":"Daily"}"""
                        """{"metrics":["orders"]}"""
                        """{"name":null,"metrics":null}""" ] do
                      let! same = Http.patch one body fake
                      Expect.equal (same.Status, same.Text) (200, made.Text) body
              })

          testCaseTask "may name metrics that there are not" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! made =
                      Http.post path """{"name":"x","metrics":["no such metric","orders","orders"]}""" fake

                  Expect.equal
                      (made.Status, (Json.at "metrics" made.Json).ToJsonString())
                      (201, """["no such metric","orders","orders"]""")
                      made.Text
              })

          testCaseTask "have a name, and ten metrics at most" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Http.post path """{"name":"x"}""" fake
                  let one = $"""{path}/{Json.text "id" made.Json}"""

                  for body, kind, place in
                      [ """{"metrics":[]}""", "missing", """["body","name"]"""
                        """{"name":""}""", "string_too_short", """["body","name"]"""
                        $"""{{"name":"x","metrics":[{eleven}]}}""", "too_long", """["body","metrics"]"""
                        """{"name":"x","metrics":[1]}""", "string_type", """["body","metrics",0]"""
                        """{"name":"x","metrics":null}""", "list_type", """["body","metrics"]""" ] do
                      let! answer = Http.post path body fake
                      refused answer kind place

                  for body, kind, place in
                      [ """{"name":""}""", "string_too_short", """["body","name"]"""
                        $"""{{"metrics":[{eleven}]}}""", "too_long", """["body","metrics"]""" ] do
                      let! answer = Http.patch one body fake
                      refused answer kind place

                  let! named =
                      Http.post path $"""{{"name":"x","organization_id":"{fake.Organization.Id}"}}""" fake

                  Faults.one
                      named
                      ("organization_token",
                       """["body","organization_id"]""",
                       "Setting organization_id is disallowed when using an organization token.")
              })

          testCaseTask "are nobody else's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Http.post path """{"name":"x"}""" fake
                  let one = $"""{path}/{Json.text "id" made.Json}"""
                  let! other = fake.CreateOrganizationAsync "other"

                  for method, path, body, status, text in
                      [ "GET", path, None, 200, Some "[]"
                        "GET", one, None, 404, None
                        "PATCH", one, Some """{"name":"y"}""", 404, None
                        "DELETE", one, None, 404, None ] do
                      let! answer = Http.raw fake (Http.request method path (Some other.AccessToken) body)
                      Expect.equal answer.Status status $"{method} {path}"
                      text |> Option.iter (fun text -> Expect.equal answer.Text text path)

                  let! own = Http.get $"{path}?organization_id={other.Id}" fake
                  Expect.equal own.Text "[]" "narrowed to an organization of others"
                  let! own = Http.get $"{path}?organization_id={fake.Organization.Id}" fake
                  Expect.equal own.Text $"[{made.Text}]" "narrowed to its own"
              }) ]
