module Polar.Functional.Tests.GeneratorTests

open Expecto
open Polar.Functional.Generator

let private documentWith (schemas: string) (paths: string) =
    """{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{PATHS},"components":{"schemas":{SCHEMAS}}}"""
        .Replace("PATHS", paths)
        .Replace("SCHEMAS", schemas)

let private operation (verb: string) (inner: string) =
    """{"VERB":{"operationId":"things:VERB","x-speakeasy-group":"things","x-speakeasy-name-override":"VERB",INNER}}"""
        .Replace("VERB", verb)
        .Replace("INNER", inner)

let private noContent = "\"responses\":{\"204\":{}}"

let private reference (schema: string) =
    """{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/SCHEMA"}}}}""".Replace("SCHEMA", schema)

let private answering (schema: string) =
    "\"responses\":{\"200\":" + reference schema + "}"

let private taking (schema: string) =
    "\"requestBody\":" + reference schema + "," + noContent

let private model (json: string) =
    match Reader.ofText json |> Result.bind (Translation.ofDocument Documentation.empty) with
    | Ok model -> model
    | Error fault -> failtest fault

let private fault (json: string) =
    match Reader.ofText json |> Result.bind (Translation.ofDocument Documentation.empty) with
    | Ok _ -> failtest "this should not have been understood"
    | Error fault -> fault

let private record (name: string) (model: Model) =
    model.Declarations
    |> List.pick (fun declaration ->
        match declaration with
        | Declaration.Record record when record.Name = name -> Some record
        | _ -> None)

let private union (name: string) (model: Model) =
    model.Declarations
    |> List.pick (fun declaration ->
        match declaration with
        | Declaration.Union union when union.Name = name -> Some union
        | _ -> None)

let private presences (record: RecordDeclaration) =
    [ for entry in record.Members -> entry.Json, entry.Presence ]

let private types (record: RecordDeclaration) =
    [ for entry in record.Members -> entry.Json, entry.Type ]

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
                  documentWith """"ThingSortProperty":{"type":"string","enum":["created_at","-created_at","US"]}""" ""
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

              let union = documentWith $"{pet},{cat},{dog}" "" |> model |> union "Pet"
              Expect.equal union.Selection (Selection.ByProperty("kind", [ "cat", "Cat"; "dog", "Dog" ])) "by kind"
              Expect.equal [ for entry in union.Common -> entry.Json ] [ "kind"; "name" ] "lives is the cat's alone"

          testCase "a union without a discriminator is decided by constants and required members"
          <| fun () ->
              let pet =
                  """"Pet":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]}"""

              let union = documentWith $"{pet},{cat},{dog}" "" |> model |> union "Pet"

              match union.Selection with
              | Selection.ByShape [ cat; dog ] ->
                  Expect.equal cat.Constants [ [ "kind" ], Literal.Text "cat" ] "the cat's constant"
                  Expect.equal dog.Required [ "kind", false; "name", false ] "what a dog must have"
              | other -> failtest $"%A{other}"

          testCase "a union in a union is a base between"
          <| fun () ->
              let schemas =
                  cat
                  + ","
                  + dog
                  + ""","Pet":{"anyOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}]},"Animal":{"anyOf":[{"$ref":"#/components/schemas/Pet"},{"$ref":"#/components/schemas/Wolf"}]},"Wolf":{"type":"object","required":["pack"],"properties":{"pack":{"type":"integer"}}}"""

              let model = documentWith schemas "" |> model
              Expect.equal (union "Pet" model).Base (Some "Animal") "a pet is an animal"
              Expect.equal (record "Cat" model).Base (Some "Pet") "a cat is a pet"

          testCase "a member of a PATCH that may be null has three states"
          <| fun () ->
              let change =
                  """"Change":{"type":"object","properties":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]},"b":{"type":"string"}}}"""

              let record =
                  documentWith change $""""/t":{operation "patch" (taking "Change")}"""
                  |> model
                  |> record "Change"

              Expect.equal record.Use Use.Patch "the body of a PATCH"
              Expect.equal (presences record) [ "a", Presence.TriState; "b", Presence.Omittable ] "null only where it means something"

          testCase "a member of a create body is required, or left out when null, unless null means something"
          <| fun () ->
              let create =
                  """"Create":{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"anyOf":[{"type":"string"},{"type":"null"}]},"c":{"anyOf":[{"type":"string"},{"type":"null"}],"default":"usd"}}}"""

              let record =
                  documentWith create $""""/t":{operation "post" (taking "Create")}"""
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
                  documentWith thing $""""/t":{operation "get" (answering "Thing")}"""
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

              let record = documentWith thing "" |> model |> record "Thing"

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
                  documentWith schemas $""""/t":{operation "get" (parameters + "," + noContent)}"""
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

              let operations = (documentWith missing paths |> model).Operations
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

          testCase "what is not understood is an error that names the JSON path"
          <| fun () ->
              let thing schema =
                  documentWith $""""Thing":{schema}""" "" |> fault

              for schema, path in
                  [ """{"allOf":[{"type":"object"}]}""", "$.components.schemas.Thing.allOf"
                    """{"type":"object","properties":{"a":{"type":"string","format":"braille"}}}""",
                    "$.components.schemas.Thing.properties.a.format"
                    """{"type":"object","properties":{"a":{"type":"integer","enum":[1,2]}}}""", "$.components.schemas.Thing.properties.a"
                    """{"type":"object","properties":{"a":{"type":["string","integer"]}}}""", "$.components.schemas.Thing.properties.a.type"
                    """{"type":"object","properties":{"a":{"type":"string"}},"patternProperties":{"x":{"type":"string"}}}""",
                    "$.components.schemas.Thing: the keyword 'patternProperties'"
                    """{"type":"object","properties":{"a":{"type":"string","contentEncoding":"base64"}}}""",
                    "$.components.schemas.Thing.properties.a" ] do
                  Expect.stringStarts (thing schema) path $"{schema} is refused"

              Expect.stringContains (fault "{}") "" "a document without anything is refused"
              Expect.stringContains (fault "not json") "" "so is text that is no JSON"

          testCase "running twice gives the same bytes"
          <| fun () ->
              let emitted () =
                  match ApiDescription.document () |> Translation.ofDocument Documentation.empty with
                  | Ok model -> ContractsEmitter.emit model
                  | Error fault -> failtest fault

              Expect.isTrue (emitted () = emitted ()) "byte for byte"

          testCase "Polar's description has 192 operations and 42 webhooks"
          <| fun () ->
              match ApiDescription.document () |> Translation.ofDocument Documentation.empty with
              | Ok model ->
                  Expect.equal model.Operations.Length 192 "operations"
                  Expect.equal model.Webhooks.Length 42 "webhooks"

                  let distinct part =
                      model.Operations |> List.distinctBy part |> List.length

                  Expect.equal
                      (distinct (fun operation -> operation.ErrorType))
                      (model.Operations
                       |> List.distinctBy (fun operation -> operation.Errors |> List.map (fun error -> error.Name, error.Status))
                       |> List.length)
                      "a name for each set of errors, and no more"
              | Error fault -> failtest fault ]
