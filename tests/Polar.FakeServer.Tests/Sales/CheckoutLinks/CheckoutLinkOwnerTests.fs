/// Whose products a link sells, what it shows, and the schema of its body.
module Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinkOwnerTests

open System
open System.Text
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A product of the first organization, one of another, and a user's token that sees both.
let private twoShops (fake: FakePolar) : Task<JsonNode * JsonNode * string> =
    task {
        let! mine = Given.oneTime 500L fake
        let! other = fake.CreateOrganizationAsync "other"

        let! theirs =
            Benefits.sendAs
                other.AccessToken
                "POST"
                "/v1/products/"
                (Some """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":500}]}""")
                fake

        let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
        return mine, theirs.Json, token
    }

let private body (products: JsonNode list) =
    let ids = String.Join(',', [ for product in products -> $"\"{Json.id product}\"" ])
    $$"""{"payment_processor":"stripe","products":[{{ids}}]}"""

let private owning =
    [ testCaseTask "a link sells one organization's products" (fun () ->
          task {
              use! fake = Fake.start ()
              let! mine, theirs, token = twoShops fake

              let! refused =
                  Benefits.sendAs token "POST" "/v1/checkout-links/" (Some(body [ mine; theirs ])) fake

              Expect.equal
                  (Benefits.faults refused)
                  [ "value_error",
                    """["body","products"]""",
                    "Products must all belong to the same organization.",
                    $"[\"{Json.id mine}\",\"{Json.id theirs}\"]" ]
                  "both are repeated"

              let! made =
                  Benefits.sendAs token "POST" "/v1/checkout-links/" (Some(body [ theirs ])) fake

              Expect.equal (Json.text "organization_id" made.Json) (Json.text "organization_id" theirs) "its products' organization"
          })

      testCaseTask "a link stays with its organization" (fun () ->
          task {
              use! fake = Fake.start ()
              let! mine, theirs, token = twoShops fake
              let! link = Given.create "/v1/checkout-links/" (body [ mine ]) fake

              let! refused =
                  Benefits.sendAs
                      token
                      "PATCH"
                      $"/v1/checkout-links/{Json.id link}"
                      (Some $$"""{"products":["{{Json.id theirs}}"]}""")
                      fake

              Expect.equal
                  (Benefits.faults refused)
                  [ "value_error",
                    """["body","products"]""",
                    "Products don't belong to the checkout link's organization.",
                    $"[\"{Json.id theirs}\"]" ]
                  "refused"

              let! unseen =
                  Http.patch $"/v1/checkout-links/{Json.id link}" $$"""{"products":["{{Json.id theirs}}"]}""" fake

              Refusal.invalid [ "value_error", "body.products.0", "Product does not exist." ] unseen
          }) ]

let private members =
    [ "id"
      "created_at"
      "modified_at"
      "metadata"
      "trial_interval"
      "trial_interval_count"
      "payment_processor"
      "client_secret"
      "success_url"
      "return_url"
      "label"
      "allow_discount_codes"
      "require_billing_address"
      "discount_id"
      "seats"
      "units"
      "organization_id"
      "products"
      "discount"
      "url"
      "product_id"
      "product_price_id"
      "product"
      "product_price" ]

let private alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

let private crc32 (text: string) : uint32 =
    let shift (value: uint32) =
        if value &&& 1u = 1u then
            (value >>> 1) ^^^ 0xEDB88320u
        else
            value >>> 1

    let step (value: uint32) (part: byte) =
        Seq.fold (fun value _ -> shift value) (value ^^^ uint32 part) (seq { 1..8 })

    ~~~(Encoding.ASCII.GetBytes text |> Array.fold step 0xFFFFFFFFu)

/// The checksum of a secret's random part: its CRC32 in base 62, six digits of it.
let private checksum (random: string) =
    let mutable rest = crc32 random
    let mutable digits = ""

    while rest > 0u do
        digits <- string alphabet[int (rest % 62u)] + digits
        rest <- rest / 62u

    digits.PadLeft(6, '0')

let private showing =
    [ testCaseTask "a link shows all that there is to it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.oneTime 500L fake
              let! link = Given.create "/v1/checkout-links/" (body [ product ]) fake
              Expect.equal (Json.sortedNames link) (List.sort members) "members"
              Expect.equal (Json.text "payment_processor" link) "stripe" "processor"

              for name in [ "prices"; "benefits"; "medias"; "metadata" ] do
                  Expect.isTrue (Json.has name (Json.at "products.0" link)) name

              Expect.isFalse (Json.has "attached_custom_fields" (Json.at "products.0" link)) "no questions"
          })

      testCaseTask "a link's secret ends in a checksum" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.oneTime 500L fake

              for _ in 1..20 do
                  let! link = Given.create "/v1/checkout-links/" (body [ product ]) fake
                  let secret = (Json.text "client_secret" link).Substring "polar_cl_".Length
                  Expect.equal (secret.Substring 37) (checksum (secret.Substring(0, 37))) secret
          })

      testCaseTask "a product that is named twice is sold once" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.oneTime 500L fake
              let! link = Given.create "/v1/checkout-links/" (body [ product; product ]) fake
              Expect.equal (Json.items "products" link |> List.map Json.id) [ Json.id product ] "once"
          })

      testCaseTask "a list by products counts a link once for each of them" (fun () ->
          task {
              use! fake = Fake.start ()
              let! first = Given.oneTime 500L fake
              let! second = Given.oneTime 500L fake
              let! third = Given.oneTime 500L fake
              let! _ = Given.create "/v1/checkout-links/" (body [ first; third; second ]) fake
              let! _ = Given.create "/v1/checkout-links/" (body [ second ]) fake

              let! answer =
                  Http.get $"/v1/checkout-links/?product_id={Json.id first}&product_id={Json.id second}" fake

              Expect.equal (Json.whole "pagination.total_count" answer.Json) 3L "three matches"

              Expect.equal
                  [ for item in Json.items "items" answer.Json -> Json.items "products" item |> List.map Json.id ]
                  [ [ Json.id first; Json.id second ]; [ Json.id second ] ]
                  "two links"
          })

      testCaseTask "other products drop units that they don't allow" (fun () ->
          task {
              use! fake = Fake.start ()

              let fleet most =
                  Given.create
                      "/v1/products/"
                      $$$"""{"name":"Fleet","recurring_interval":"month","prices":[{"amount_type":"unit_based","tiers":{"type":"volume","tiers":[{"bound":{{{most}}},"unit_amount":"5"}]}}]}"""
                      fake

              let! large = fleet 20
              let! small = fleet 5

              let! link =
                  Given.create
                      "/v1/checkout-links/"
                      $$"""{"payment_processor":"stripe","products":["{{Json.id large}}"],"units":12}"""
                      fake

              let! kept =
                  Http.patch $"/v1/checkout-links/{Json.id link}" $$"""{"products":["{{Json.id large}}"]}""" fake

              Expect.equal (Json.whole "units" kept.Json) 12L "still fits"

              let! dropped =
                  Http.patch $"/v1/checkout-links/{Json.id link}" $$"""{"products":["{{Json.id small}}"]}""" fake

              Expect.isTrue (Json.isNull "units" dropped.Json) "does not fit any more"
          }) ]

/// Members of a body that the schema refuses: the member, the kind of fault.
let private malformed =
    [ "\"payment_processor\":\"paypal\"", "payment_processor", "literal_error"
      "\"seats\":0", "seats", "greater_than_equal"
      "\"seats\":10001", "seats", "less_than_equal"
      "\"units\":0", "units", "greater_than_equal"
      "\"success_url\":\"ftp://a.example\"", "success_url", "url_scheme"
      "\"success_url\":\"nowhere\"", "success_url", "url_parsing"
      "\"return_url\":\"mailto:a@b.example\"", "return_url", "url_scheme"
      "\"trial_interval\":\"decade\",\"trial_interval_count\":1", "trial_interval", "enum"
      "\"trial_interval\":\"day\",\"trial_interval_count\":1001", "trial_interval_count", "less_than_equal"
      "\"label\":1", "label", "string_type"
      "\"discount_id\":\"x\"", "discount_id", "uuid_parsing" ]

let private refusing =
    [ for members, name, kind in malformed do
          testCaseTask $"a link with {members} is refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake

                  let processor =
                      if name = "payment_processor" then
                          ""
                      else
                          "\"payment_processor\":\"stripe\","

                  let! answer =
                      Http.post "/v1/checkout-links/" $$"""{{{processor}}"products":["{{Json.id product}}"],{{members}}}""" fake

                  Expect.contains
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      (kind, $"body.function-after[is_complete_configuration(), CheckoutLinkCreateProducts].{name}")
                      answer.Text
              }) ]

[<Tests>]
let tests = testList "owners of checkout links" (owning @ showing @ refusing)
