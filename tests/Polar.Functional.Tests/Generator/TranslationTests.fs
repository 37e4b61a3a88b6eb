/// What the generator makes of schemas, queries, errors and names.
module Polar.Functional.Tests.Generator.TranslationTests

open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests.Generator.Documents
open Polar.Functional.Tests.Generator.Pets
open Polar.Functional.Tests

[<Tests>]
let tests =
    testList
        "generator"
        [ testCase "an enumeration has a member a value, a descending one for a leading minus"
          <| fun () ->
              let model =
                  documentOf """"ThingSortProperty":{"type":"string","enum":["created_at","-created_at","US"]}"""
                  |> model

              match model.Declarations with
              | [ Declaration.Enum declaration ] ->
                  Expect.equal
                      declaration.Values
                      [ "created_at", "CreatedAt"; "-created_at", "CreatedAtDescending"; "US", "US" ]
                      "wire text and name"
              | other -> failtest $"%A{other}"

          testCase "of a token that is not good the answer holds less than it is described to"
          <| fun () ->
              let described (name: string) =
                  $""""{name}":{{"type":"object","required":["active","scope"],"properties":{{"active":{{"type":"boolean"}},"scope":{{"type":"string"}}}}}}"""

              let presences (name: string) =
                  [ for entry in (documentOf (described name) |> model |> record name).Members -> entry.Json, entry.Presence ]

              Expect.equal
                  (presences "IntrospectTokenResponse")
                  [ "active", Presence.Required; "scope", Presence.Omittable ]
                  "whether it is good is told at all times"

              Expect.equal (presences "TokenInfo") [ "active", Presence.Required; "scope", Presence.Required ] "others are as described"

          testCase "numbers, times and decimals have their types"
          <| fun () ->
              let thing =
                  """"Thing":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"number"},"c":{"type":"string","format":"decimal"},"d":{"type":"string","format":"date-time"},"e":{"type":"string","format":"date"},"f":{"anyOf":[{"type":"number"},{"type":"string","format":"decimal"}]},"g":{"type":"string","format":"uuid4"},"h":{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"boolean"}]}}}"""

              let record = documentOf thing |> model |> record "Thing"

              Expect.equal
                  (types record |> List.map snd)
                  ([ Scalar.Integer
                     Scalar.Number
                     Scalar.DecimalText
                     Scalar.Instant
                     Scalar.Date
                     Scalar.DecimalText
                     Scalar.Uuid
                     Scalar.Any ]
                   |> List.map TypeRef.Scalar)
                  "one scalar each"

          testCase "a query is a record: repeated values are lists, metadata is a map of lists, sorting is typed"
          <| fun () ->
              let parameters =
                  """"parameters":[{"name":"id","in":"query","schema":{"anyOf":[{"type":"string","format":"uuid4"},{"type":"array","items":{"type":"string","format":"uuid4"}},{"type":"null"}]}},{"name":"sorting","in":"query","schema":{"type":"array","items":{"$ref":"#/components/schemas/Sort"}}},{"name":"metadata","in":"query","style":"deepObject","schema":{"$ref":"#/components/schemas/Meta"}}]"""

              let schemas =
                  """"Sort":{"type":"string","enum":["a","-a"]},"Meta":{"type":"object","additionalProperties":{"type":"string"}}"""

              let model =
                  document schemas $""""/t":{operation "get" (parameters + "," + noContent)}"""
                  |> model

              match model.Operations with
              | [ { Query = Some query } ] ->
                  Expect.equal query.Name "ThingsGetQuery" "named after the operation"

                  Expect.equal
                      [ for parameter in query.Parameters -> parameter.Type ]
                      [ TypeRef.List(TypeRef.Scalar Scalar.Uuid)
                        TypeRef.List(TypeRef.Named "Sort")
                        TypeRef.Map(TypeRef.List(TypeRef.Scalar Scalar.Text)) ]
                      "the three kinds"
              | other -> failtest $"%A{other}"

          testCase "operations with equal sets of documented errors share one union"
          <| fun () ->
              let missing =
                  """"ResourceNotFound":{"type":"object","required":["error","detail"],"properties":{"error":{"type":"string","const":"ResourceNotFound"},"detail":{"type":"string"}}}"""

              let responses =
                  """"responses":{"204":{},"404":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ResourceNotFound"}}}}}"""

              let paths =
                  $""""/a/":{operation "get" responses},"/b/":{operation "post" responses}"""

              let operations = (document missing paths |> model).Operations
              Expect.equal [ for operation in operations -> operation.ErrorType ] [ "NotFoundError"; "NotFoundError" ] "one name"

              Expect.equal
                  operations.Head.Errors
                  [ { Name = "ResourceNotFound"
                      Status = 404
                      Code = Some "ResourceNotFound" } ]
                  "with its code"

              Expect.equal operations.Head.Template "/a/" "the path keeps its trailing slash"

          testCase "names are .NET's"
          <| fun () ->
              Expect.equal (Naming.pascal "customer_portal") "CustomerPortal" "words"
              Expect.equal (Naming.ofSchema "TaxIDFormat") "TaxIdFormat" "initialisms"
              Expect.equal (Naming.ofSchema "OAuth2ClientConfiguration") "OAuth2ClientConfiguration" "OAuth2"
              Expect.equal (Naming.pascal "github_repository") "GitHubRepository" "GitHub"
              Expect.equal (Naming.ofSchema "CostMetadata-Input") "CostMetadataInput" "what is sent"
              Expect.equal (Naming.ofSchema "CostMetadata-Output") "CostMetadata" "what is answered"
              Expect.equal (Naming.ofSchema "S3DownloadURL") "S3DownloadUrl" "digits"

          testCase "a map keeps what its schema says of names, values and size"
          <| fun () ->
              let thing =
                  documentOf
                      """"Thing":{"type":"object","properties":{"a":{"type":"object","propertyNames":{"minLength":1,"maxLength":40},"additionalProperties":{"type":"string"},"maxProperties":50}}}"""
                  |> Reader.ofText

              match
                  thing
                  |> Result.map (fun document -> Map.find "Thing" (Map.ofList document.Schemas))
              with
              | Ok(Shape.Object { Members = [ { Shape = Shape.Map map } ] }) ->
                  Expect.equal (map.Keys |> Option.map (fun keys -> keys.MinLength, keys.MaxLength)) (Some(Some 1, Some 40)) "names"
                  Expect.equal map.MaxProperties (Some 50) "size"
              | other -> failtest $"%A{other}"

          testCase "an open schema keeps members that it does not name"
          <| fun () ->
              let thing additional =
                  documentOf $""""Thing":{{"type":"object","properties":{{"a":{{"type":"string"}}}},"additionalProperties":{additional}}}"""
                  |> model
                  |> record "Thing"

              Expect.equal (thing """{"type":"integer"}""").Additional (Some(TypeRef.Scalar Scalar.Integer)) "kept with their type"
              Expect.equal (thing "true").Additional None "passed over where nothing is said of them"

          testCase "a page is one generic type, by number or by cursor"
          <| fun () ->
              let schemas =
                  cat
                  + ""","Pagination":{"type":"object","properties":{"max_page":{"type":"integer"}}}"""
                  + ""","ListResource_Cat_":{"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Cat"}},"pagination":{"$ref":"#/components/schemas/Pagination"}}}"""
                  + ""","ListResourceWithCursorPagination_Cat_":{"type":"object","required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Cat"}}}}"""

              let either =
                  "\"responses\":{\"200\":{\"content\":{\"application/json\":{\"schema\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/ListResource_Cat_\"},{\"$ref\":\"#/components/schemas/ListResourceWithCursorPagination_Cat_\"}]}}}}}"

              let paths =
                  $""""/a":{operation "get" (answering "ListResource_Cat_")},"/b":{operation "post" either}"""

              Expect.equal
                  [ for operation in (document schemas paths |> model).Operations -> operation.Page ]
                  [ Some(PageStyle.Numbered, TypeRef.Named "Cat")
                    Some(PageStyle.NumberedOrCursor, TypeRef.Named "Cat") ]
                  "two styles"

          testCase "what a success is follows from status and media type"
          <| fun () ->
              let success (responses: string) =
                  match
                      (document cat $""""/t":{operation "get" ("\"responses\":" + responses)}"""
                       |> model)
                          .Operations
                  with
                  | [ operation ] -> operation.Status, operation.Success
                  | other -> failtest $"%A{other}"

              let json = reference "Cat"
              Expect.equal (success """{"204":{}}""") (204, Success.Nothing) "no body"
              Expect.equal (success """{"202":{}}""") (202, Success.Nothing) "accepted"
              Expect.equal (success $"""{{"201":{json}}}""") (201, Success.Json(TypeRef.Named "Cat")) "JSON"

              Expect.equal
                  (success $"""{{"200":{json},"202":{{}}}}""")
                  (200, Success.JsonOrAccepted(TypeRef.Named "Cat"))
                  "JSON, or nothing yet"

              Expect.equal (success """{"302":{}}""") (302, Success.Redirect) "a redirect"

              Expect.equal (success """{"200":{"content":{"text/csv":{"schema":{"type":"string"}}}}}""") (200, Success.Csv) "CSV text" ]
