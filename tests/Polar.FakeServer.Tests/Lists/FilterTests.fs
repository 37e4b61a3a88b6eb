/// Filters of lists, one by one: of customers, products, benefits, orders and subscriptions.
module Polar.FakeServer.Tests.Lists.FilterTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Lists.FilterShop

let private customers = "/v1/customers/"

/// A list, what is asked of it, and what then is in it.
let found: (string * string * string list) list =
    [ products, "", [ "pro"; "book"; "draft" ]
      products, "id={pro}", [ "pro" ]
      products, "id={pro}&id={book}", [ "pro"; "book" ]
      products, $"id={unknown}", []
      products, "organization_id={organization}", [ "pro"; "book"; "draft" ]
      products, $"organization_id={unknown}", []
      products, $"organization_id={unknown}&organization_id={{organization}}", [ "pro"; "book"; "draft" ]
      products, "is_recurring=yes", [ "pro" ]
      products, "is_recurring=OFF", [ "book"; "draft" ]
      products, "benefit_id={note}", [ "pro" ]
      products, "benefit_id={keys}", [ "pro"; "book" ]
      products, "benefit_id={keys}&is_recurring=false", [ "book" ]
      products, "visibility=public", [ "pro" ]
      products, "visibility=private&visibility=draft", [ "book"; "draft" ]
      products, "query=PLAN", [ "pro" ]
      products, "query=o%25o", [ "pro"; "book" ] |> List.filter ((=) "book")
      products, "query=P_o", [ "pro" ]
      products, "query=100%25", [ "book" ]
      products, "query=%5C_of", [ "book" ]
      products, "query=%5C_plan", []
      products, "query=nothing", []
      products, "query=", [ "pro"; "book"; "draft" ]
      products, "metadata[tier]=1", [ "pro"; "book" ]
      products, "unknown=1", [ "pro"; "book"; "draft" ]
      benefits, "type=custom", [ "note" ]
      benefits, "type=custom&type=license_keys", [ "keys"; "note" ]
      benefits, "id={keys}", [ "keys" ]
      benefits, "exclude_id={keys}", [ "note" ]
      benefits, "query=support", [ "note" ]
      benefits, "query=l%25s", [ "keys" ]
      customers, "email=ada@polar.sh", [ "ada" ]
      customers, "email=ADA@POLAR.SH", [ "ada" ]
      customers, "email=ada", []
      customers, "query=ADA@", [ "ada" ]
      customers, "query=LOVELACE", [ "ada"; "grace" ]
      customers, "query=hopper", [ "grace" ]
      customers, "query=polar", [ "ada"; "grace"; "alan" ]
      customers, "query=user_", [ "ada"; "grace" ]
      customers, "query=ser_1", []
      customers, "query=100%25", [ "grace" ]
      customers, "query=a%25a", []
      customers, "active=true", [ "ada" ]
      customers, "active=false", [ "grace"; "alan" ]
      customers, "metadata[plan]=a", [ "ada" ]
      customers, "metadata[plan]=a&metadata[plan]=b", [ "ada"; "grace" ]
      customers, "metadata[plan]=a&metadata[plan]=b&metadata[seats]=3", [ "ada"; "grace" ]
      customers, "metadata[plan]=c&metadata[seats]=3", []
      customers, "metadata[beta]=true", [ "ada" ]
      customers, "metadata[rate]=1.5", [ "ada" ]
      customers, "metadata[nothing]=1", []
      customers, "metadata=1", [ "ada"; "grace"; "alan" ]
      customers, "metadata[]=1", [ "ada"; "grace"; "alan" ]
      "/v1/checkouts/", "status=succeeded", [ "pro checkout"; "book checkout" ]
      "/v1/checkouts/", "status=open&status=expired", []
      "/v1/checkouts/", "customer_id={ada}", [ "pro checkout" ]
      "/v1/checkouts/", "customer_id={ada}&customer_id={grace}", [ "pro checkout"; "book checkout" ]
      "/v1/checkouts/", "external_customer_id=user_2", [ "book checkout" ]
      "/v1/checkouts/", "product_id={pro}", [ "pro checkout" ]
      "/v1/checkouts/", "query=GRACE", [ "book checkout" ]
      orders, "customer_id={ada}", [ "pro order" ]
      orders, "customer_id={alan}", []
      orders, "external_customer_id=user_1", [ "pro order" ]
      orders, "external_customer_id=user_1&external_customer_id=user_2", [ "pro order"; "book order" ]
      orders, "external_customer_id=nobody", []
      orders, "product_id={book}", [ "book order" ]
      orders, "customer_id={ada}&product_id={book}", []
      orders, "product_billing_type=recurring", [ "pro order" ]
      orders, "product_billing_type=one_time", [ "book order" ]
      orders, "subscription_id={subscription}", [ "pro order" ]
      orders, "checkout_id={book checkout}", [ "book order" ]
      orders, "status=paid", [ "pro order"; "book order" ]
      orders, "status=void&status=draft", []
      orders, "created_after=2026-03-01T12:30:00Z", [ "book order" ]
      orders, "created_after=2026-03-01T12:30:00", [ "book order" ]
      orders, "created_before=2026-03-01T13:30:00%2B01:00", [ "pro order" ]
      orders, "created_after=2026-03-02", []
      orders, "created_before=2026-03-02", [ "pro order"; "book order" ]
      "/v1/subscriptions/", "customer_id={ada}", [ "subscription" ]
      "/v1/subscriptions/", "external_customer_id=user_2", []
      "/v1/subscriptions/", "product_id={pro}", [ "subscription" ]
      "/v1/subscriptions/", "active=true", [ "subscription" ]
      "/v1/subscriptions/", "active=false", []
      "/v1/subscriptions/", "cancel_at_period_end=f", [ "subscription" ]
      "/v1/subscriptions/", "started_after=2026-03-01", [ "subscription" ]
      "/v1/subscriptions/", "started_before=2026-03-01", []
      "/v1/payments/", "customer_id={grace}", [ "book payment" ]
      "/v1/payments/", "order_id={pro order}", [ "pro payment" ]
      "/v1/payments/", "checkout_id={pro checkout}", [ "pro payment" ]
      "/v1/payments/", "status=failed", []
      "/v1/license-keys/", "benefit_id={keys}", [ "pro key"; "book key" ]
      "/v1/license-keys/", "benefit_id={note}", []
      "/v1/license-keys/", "status=granted", [ "pro key"; "book key" ]
      "/v1/license-keys/", "status=revoked&status=disabled", []
      "/v1/benefit-grants/", "is_granted=true", [ "grant 0"; "grant 1"; "grant 2" ]
      "/v1/benefit-grants/", "customer_id={grace}", [ "grant 2" ]
      "/v1/benefit-grants/", "external_customer_id=user_1", [ "grant 0"; "grant 1" ]
      "/v1/benefits/{keys}/grants", "customer_id={grace}", [ "grant 2" ]
      "/v1/organizations/", "slug=nobody", [] ]

let private booleans =
    [ for text in [ "true"; "TRUE"; "1"; "on"; "yes"; "y"; "t" ] -> text, [ "draft" ]
      for text in [ "false"; "False"; "0"; "off"; "no"; "n"; "f" ] -> text, [ "pro"; "book" ] ]

let private issue kind loc message input context =
    $"""{{"type":"{kind}","loc":[{loc}],"msg":"{message}","input":{input}{context}}}"""

let private listOf label =
    $"json-or-python[json=list[{label}],python=chain[is-instance[Sequence],function-wrap[sequence_validator()]]]"

let private short = "invalid length: expected length 32 for simple format, found 3"
let private statuses = "'open', 'expired', 'confirmed', 'succeeded' or 'failed'"

/// What is asked wrongly, and the issues that it makes.
let private refused =
    [ products + "?organization_id=abc",
      [ issue "uuid_type" "\"query\",\"organization_id\",\"uuid\"" "UUID input should be a string, bytes or UUID object" "[\"abc\"]" ""
        issue
            "uuid_parsing"
            ("\"query\",\"organization_id\",\"" + listOf "uuid" + "\",0")
            $"Input should be a valid UUID, {short}"
            "\"abc\""
            $",\"ctx\":{{\"error\":\"{short}\"}}" ]
      "/v1/checkouts/?status=nothing",
      [ issue
            "enum"
            "\"query\",\"status\",\"str-enum[CheckoutStatus]\""
            $"Input should be {statuses}"
            "[\"nothing\"]"
            $",\"ctx\":{{\"expected\":\"{statuses}\"}}"
        issue
            "enum"
            ("\"query\",\"status\",\"" + listOf "str-enum[CheckoutStatus]" + "\",0")
            $"Input should be {statuses}"
            "\"nothing\""
            $",\"ctx\":{{\"expected\":\"{statuses}\"}}" ]
      products + "?visibility=nothing",
      [ issue
            "enum"
            "\"query\",\"visibility\",0"
            "Input should be 'draft', 'private' or 'public'"
            "\"nothing\""
            ",\"ctx\":{\"expected\":\"'draft', 'private' or 'public'\"}" ] ]
    @ [ for text in [ ""; "null"; "maybe"; "2" ] ->
            products + "?is_archived=" + text,
            [ issue "bool_parsing" "\"query\",\"is_archived\"" "Input should be a valid boolean, unable to interpret input" $"\"{text}\"" "" ] ]

let private shows (path: string) (query: string) (labels: string list) =
    testCaseTask $"{path}?{query}" (fun () ->
        task {
            let! shop = made.Value
            let! answer = Http.get (shop.Query $"{path}?{query}") shop.Fake
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
        })

[<Tests>]
let tests =
    testList
        "filters"
        [ for path, query, labels in found do
              shows path query labels

          for text, labels in booleans do
              shows products $"is_archived={text}" labels

          for path, issues in refused do
              testCaseTask $"{path} is refused" (fun () ->
                  task {
                      let! shop = made.Value
                      let! answer = Http.get path shop.Fake
                      let issues = String.Join(",", issues)
                      Expect.equal answer.Text $"""{{"error":"RequestValidationError","detail":[{issues}]}}""" "the real answer"
                      Expect.equal answer.Status 422 "status"
                  })

          testCaseTask "ids that are no version 4 are refused" (fun () ->
              task {
                  let! shop = made.Value

                  let! answer =
                      Http.get $"{products}?id=8ff9e4b8-5a29-1b2c-8f0e-0d1b6a1d7a10" shop.Fake

                  Expect.equal answer.Status 422 "status"
                  Expect.equal (Json.text "detail.1.type" answer.Json) "uuid_version" "type"
                  Expect.equal (Json.text "detail.1.msg" answer.Json) "UUID version 4 expected" "message"
              })

          testCaseTask "an organization is found by its slug in whatever case" (fun () ->
              task {
                  let! shop = made.Value
                  let slug = shop.Fake.Organization.Slug.ToUpperInvariant()
                  let! answer = Http.get $"/v1/organizations/?slug={slug}" shop.Fake
                  Expect.equal (Json.text "items.0.slug" answer.Json) shop.Fake.Organization.Slug "found"
              }) ]
