/// The comments that the generator makes of the documentation data and the document.
module Polar.Functional.Tests.Generator.CommentTests

open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests

/// An operation with everything that a comment can say, and one with nothing of it.
let private small =
    """{"openapi":"3.1.0","info":{"title":"t","version":"1"},
        "paths":{
          "/things/{id}":{"post":{
            "operationId":"things:make","x-speakeasy-group":"things","x-speakeasy-name-override":"make",
            "security":[{"oat":["things:read","things:write"]},{"pat":["things:read","things:write"]}],
            "parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],
            "requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ThingCreate"}}}},
            "responses":{"204":{},"404":{},"418":{}}}},
          "/things/":{"delete":{
            "operationId":"things:drop","x-speakeasy-group":"things","x-speakeasy-name-override":"drop",
            "responses":{"204":{}}}}},
        "components":{"schemas":{
          "ThingCreate":{"type":"object","required":["colour"],"properties":{"colour":{"$ref":"#/components/schemas/Colour"}}},
          "Colour":{"type":"string","enum":["red","green"]}}}}"""

let private smallWords =
    Documentation.ofText
        """{"operations":{"things:make":{"summary":"Makes a `thing` & keeps it.","remarks":"Costs < 1."}},
            "parameters":{"things.id":"Which thing."},
            "schemas":{"ThingCreate":"A thing to make."},
            "values":{"Colour.red":"stop."}}"""

let private emitted (emit: Model -> GeneratedFile list) (json: string) (words: Documentation) (name: string) =
    match Reader.ofText json |> Result.bind (Translation.ofDocument words) with
    | Ok model ->
        emit model
        |> List.pick (fun file ->
            if file.Path.EndsWith $"/{name}.cs" then
                Some file.Text
            else
                None)
    | Error fault -> failtest fault

let private facade = emitted FacadeEmitter.emit
let private contract = emitted ContractsEmitter.emit

[<Tests>]
let tests =
    testList
        "comments"
        [ testCase "a method's comment has summary, remarks, who may call, the body, and its documented errors"
          <| fun () ->
              let text = facade small smallWords "ThingsApi"

              for line in
                  [ "/// <summary>Makes a <c>thing</c> &amp; keeps it.</summary>"
                    "/// <remarks>Costs &lt; 1. Open to organization access tokens and user tokens with the scope <c>things:read</c> or <c>things:write</c>.</remarks>"
                    "/// <param name=\"id\">Which thing.</param>"
                    "/// <param name=\"body\">A thing to make.</param>"
                    "/// <returns>The answer, or one of <c>ResourceNotFound</c>, <c>Status418</c>, or what any call can meet.</returns>" ] do
                  Expect.stringContains text line "the facade's text"

          testCase "a method without data, scopes and errors says so"
          <| fun () ->
              let text = facade small smallWords "ThingsApi"

              for line in
                  [ "/// <summary>The operation <c>things:drop</c>.</summary>"
                    "/// <remarks>Needs no token.</remarks>"
                    "/// <returns>The answer, or what any call can meet.</returns>" ] do
                  Expect.stringContains text line "the facade's text"

          testCase "a value of an enumeration says what it means where the data do"
          <| fun () ->
              let text = contract small smallWords "Colour"
              Expect.stringContains text "/// <summary>The value <c>red</c>: stop.</summary>" "with a meaning"
              Expect.stringContains text "/// <summary>The value <c>green</c>.</summary>" "without one" ]
