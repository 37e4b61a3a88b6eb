/// A test for each row of the table of cases that the generator must get right.
module Polar.Functional.Tests.Generator.TranslationTests

open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests.Generator.Documents

let private cat =
    """"Cat":{"type":"object","required":["kind","name"],"properties":{"kind":{"type":"string","const":"cat"},"name":{"type":"string"},"lives":{"type":"integer"}}}"""

let private dog =
    """"Dog":{"type":"object","required":["kind","name"],"properties":{"kind":{"type":"string","const":"dog"},"name":{"type":"string"}}}"""

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

          testCase "a union with a discriminator is decided by that property, and its base has what all cases share"
          <| fun () ->
              let pet =
                  """"Pet":{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],"discriminator":{"propertyName":"kind","mapping":{"cat":"#/components/schemas/Cat","dog":"#/components/schemas/Dog"}}}"""

              let union = documentOf $"{pet},{cat},{dog}" |> model |> union "Pet"
              Expect.equal union.Selection (Selection.ByProperty("kind", [ "cat", "Cat"; "dog", "Dog" ])) "by kind"
              Expect.equal [ for entry in union.Common -> entry.Json ] [ "kind"; "name" ] "lives is the cat's alone"

          testCase "a union without a discriminator is decided by constants and required members"
          <| fun () ->
              let pet =
                  """"Pet":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]}"""

              let union = documentOf $"{pet},{cat},{dog}" |> model |> union "Pet"

              match union.Selection with
              | Selection.ByShape [ cat; dog ] ->
                  Expect.equal cat.Constants [ [ "kind" ], Literal.Text "cat" ] "the cat's constant"
                  Expect.equal dog.Required [ "kind", false; "name", false ] "what a dog must have"
              | other -> failtest $"%A{other}"

          testCase "a constant that may be left out tells cases apart where it is there"
          <| fun () ->
              let schemas =
                  """"Owner":{"anyOf":[{"$ref":"#/components/schemas/Person"},{"$ref":"#/components/schemas/Club"}]},"Person":{"type":"object","required":["name"],"properties":{"kind":{"type":"string","const":"person"},"name":{"type":"string"}}},"Club":{"type":"object","required":["kind"],"properties":{"kind":{"type":"string","const":"club"},"name":{"type":"string"}}}"""

              match (documentOf schemas |> model |> union "Owner").Selection with
              | Selection.ByShape [ person; club ] ->
                  Expect.equal person.Constants [] "a person need not say so"
                  Expect.equal person.Defaults [ "kind", Literal.Text "person" ] "but cannot say otherwise"
                  Expect.equal (club.Constants, club.Defaults) ([ [ "kind" ], Literal.Text "club" ], []) "a club must"
              | other -> failtest $"%A{other}"

          testCase "a union in a union is a base between"
          <| fun () ->
              let schemas =
                  cat
                  + ","
                  + dog
                  + ""","Pet":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]},"Animal":{"anyOf":[{"$ref":"#/components/schemas/Pet"},{"$ref":"#/components/schemas/Wolf"}]},"Wolf":{"type":"object","required":["pack"],"properties":{"pack":{"type":"integer"}}}"""

              let model = documentOf schemas |> model
              Expect.equal (union "Pet" model).Base (Some "Animal") "a pet is an animal"
              Expect.equal (record "Cat" model).Base (Some "Pet") "a cat is a pet"

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

          testCase "a member of a PATCH that may be null has three states"
          <| fun () ->
              let change =
                  """"Change":{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]},"b":{"type":"string"}}}"""

              let record =
                  document change $""""/t":{operation "patch" (taking "Change")}"""
                  |> model
                  |> record "Change"

              Expect.equal record.Use Use.Patch "the body of a PATCH"
              Expect.equal (presences record) [ "a", Presence.TriState; "b", Presence.Omittable ] "null only where it means something"

          testCase "a body that may hold all that the body of a PATCH may, and must hold nothing, has three states as well"
          <| fun () ->
              let nullable = """{"anyOf":[{"type":"string"},{"type":"null"}]}"""

              let schemas =
                  $""""Change":{{"type":"object","properties":{{"a":{nullable},"b":{nullable}}}}},"""
                  + $""""Last":{{"type":"object","properties":{{"a":{nullable},"b":{nullable},"c":{nullable}}}}},"""
                  + $""""Other":{{"type":"object","properties":{{"a":{nullable},"c":{nullable}}}}},"""
                  + $""""Create":{{"type":"object","required":["c"],"properties":{{"a":{nullable},"b":{nullable},"c":{nullable}}}}}"""

              let named (name: string) (operation: string) =
                  operation.Replace("things:post", $"things:{name}").Replace("override\":\"post", $"override\":\"{name}")

              let model =
                  document
                      schemas
                      (String.concat
                          ","
                          [ $""""/t":{operation "patch" (taking "Change")}"""
                            $""""/u":{operation "post" (taking "Last") |> named "last"}"""
                            $""""/v":{operation "post" (taking "Other") |> named "other"}"""
                            $""""/w":{operation "post" (taking "Create") |> named "create"}""" ])
                  |> model

              let uses =
                  [ for name in [ "Change"; "Last"; "Other"; "Create" ] -> (record name model).Use ]

              Expect.equal uses [ Use.Patch; Use.Patch; Use.Create; Use.Create ] "uses"

              Expect.equal
                  (presences (record "Last" model))
                  [ "a", Presence.TriState; "b", Presence.TriState; "c", Presence.TriState ]
                  "null takes away"

          testCase "a member of a create body is required, or left out when null, unless null means something"
          <| fun () ->
              let create =
                  """"Create":{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{"anyOf":[{"type":"string"},{"type":"null"}],"default":"usd"}}}"""

              let record =
                  document create $""""/t":{operation "post" (taking "Create")}"""
                  |> model
                  |> record "Create"

              Expect.equal
                  (presences record)
                  [ "a", Presence.Required; "b", Presence.Omittable; "c", Presence.TriState ]
                  "null differs from a default that is not null"

          testCase "a member of an answer is required, or null when the server leaves it out"
          <| fun () ->
              let thing =
                  """"Thing":{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{"anyOf":[{"type":"string"},{"type":"null"}]},"d":{"type":"integer"}}}"""

              let record =
                  document thing $""""/t":{operation "get" (answering "Thing")}"""
                  |> model
                  |> record "Thing"

              Expect.equal
                  (presences record)
                  [ "a", Presence.Required
                    "b", Presence.RequiredNullable
                    "c", Presence.NullableOrAbsent
                    "d", Presence.Omittable ]
                  "four kinds"

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

          testCase "a member that may be null is the type itself, not a wrapper around it"
          <| fun () ->
              let schemas =
                  cat
                  + ""","Owner":{"type":"object","required":["cat","cats"],"properties":{"cat":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"type":"null"}]},"cats":{"type":"array","items":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"type":"null"}]}}}}"""

              let owner =
                  document schemas $""""/t":{operation "get" (answering "Owner")}"""
                  |> model
                  |> record "Owner"

              Expect.equal
                  [ for entry in owner.Members -> entry.Type, entry.Presence ]
                  [ TypeRef.Named "Cat", Presence.RequiredNullable
                    TypeRef.List(TypeRef.Nullable(TypeRef.Named "Cat")), Presence.Required ]
                  "a cat or null, and a list of such"

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

              Expect.equal (success """{"200":{"content":{"text/csv":{"schema":{"type":"string"}}}}}""") (200, Success.Csv) "CSV text"

          testCase "a union that is sent has a function a case, named after what it does"
          <| fun () ->
              let schemas =
                  """"Change":{"anyOf":[{"$ref":"#/components/schemas/ThingStop"},{"$ref":"#/components/schemas/ThingRename"},{"$ref":"#/components/schemas/ThingForget"},{"$ref":"#/components/schemas/ThingPause"}]},"ThingStop":{"type":"object","required":["stop"],"properties":{"stop":{"type":"boolean","const":true}}},"ThingRename":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"note":{"type":"string"}}},"ThingForget":{"type":"object","required":["plan"],"properties":{"plan":{"type":"null"}}},"ThingPause":{"type":"object","required":["pause_later"],"properties":{"pause_later":{"type":"boolean"}}}"""

              let change =
                  document schemas $""""/t":{operation "patch" (taking "Change")}"""
                  |> model
                  |> union "Change"

              Expect.equal
                  [ for constructor' in change.Constructors ->
                        constructor'.Name,
                        [ for entry in constructor'.Required -> entry.Json ],
                        [ for entry in constructor'.Optional -> entry.Json ] ]
                  [ "Stop", [], []
                    "Rename", [ "name" ], [ "note" ]
                    "ClearPlan", [], []
                    "PauseLater", [ "pause_later" ], [] ]
                  "a flag, a value, what is cleared, a choice"

              let answered =
                  document schemas $""""/t":{operation "get" (answering "Change")}"""
                  |> model
                  |> union "Change"

              Expect.isEmpty answered.Constructors "what is answered is not made by hand" ]
