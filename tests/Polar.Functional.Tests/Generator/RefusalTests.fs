/// What the generator does not understand it refuses, with the path of the place.
module Polar.Functional.Tests.Generator.RefusalTests

open Expecto
open Polar.Functional.Tests.Generator.Documents

let private thing = "$.components.schemas.Thing"

/// A schema by itself, and how the fault begins.
let private schemas =
    [ """{"allOf":[{"type":"object"}]}""", $"{thing}.allOf"
      """{"not":{"type":"object"}}""", $"{thing}.not"
      """{"type":"object","properties":{"a":{"type":"string","format":"braille"}}}""", $"{thing}.properties.a.format"
      """{"type":"object","properties":{"a":{"type":"integer","enum":[1,2]}}}""", $"{thing}.properties.a.enum"
      """{"type":"object","properties":{"a":{"type":"string","enum":["x",2]}}}""", $"{thing}.properties.a.enum[1]"
      """{"type":"object","properties":{"a":{"type":"integer","const":1}}}""", $"{thing}.properties.a.const"
      """{"type":"object","properties":{"a":{"type":["string","integer"]}}}""", $"{thing}.properties.a.type"
      """{"type":"object","properties":{"a":{"type":"string"}},"patternProperties":{"x":{"type":"string"}}}""",
      $"{thing}: the keyword 'patternProperties'"
      """{"type":"object","properties":{"a":{"type":"string","contentEncoding":"base64"}}}""",
      $"{thing}.properties.a: the keyword 'contentEncoding'"
      """{"type":"object","properties":{"a":{"type":"integer","multipleOf":5}}}""", $"{thing}.properties.a: the keyword 'multipleOf'"
      """{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"},"uniqueItems":true}}}""",
      $"{thing}.properties.a: the keyword 'uniqueItems'"
      """{"type":"object","if":{"type":"object"},"then":{"type":"object"}}""", $"{thing}: the keyword 'if'"
      """{"type":"object","properties":{"a":{"properties":{"b":{"type":"string"}}}}}""", $"{thing}.properties.a"
      """{"type":"object","properties":{"a":{"$ref":"other.json#/Thing"}}}""", $"{thing}.properties.a['$ref']"
      """{"type":"object","properties":{"a":{"$ref":"#/components/schemas/Thing","minProperties":1}}}""",
      $"{thing}.properties.a: the keyword 'minProperties'"
      """{"type":"object","properties":{"a":{"$ref":"#/components/schemas/Nowhere"}}}""",
      "$.components.schemas.Nowhere: a reference leads here"
      """{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"integer"}]}}}""", $"{thing}.properties.a.prefixItems[0]"
      """{"type":"object","properties":{"a":{"type":"object","propertyNames":{"type":"integer"}}}}""",
      $"{thing}.properties.a.propertyNames.type"
      """{"type":"object","properties":{"one_two":{"type":"string"},"oneTwo":{"type":"string"}}}""",
      $"{thing}.properties.oneTwo: the name OneTwo"
      """{"type":"object","properties":{"a":{"type":"string","enum":["x-y","x_y"]}}}""", "$.components.schemas.ThingA.enum.x_y: the name XY"
      """{"anyOf":[{"type":"object","properties":{"a":{"type":"string"}}},{"type":"string"}]}""", thing
      """{"anyOf":[{"type":"string"},{"type":"null"}]}""", $"{thing}: a schema of its own that may be null" ]

/// The inside of an operation, and how the fault begins.
let private operations =
    let here = "$.paths['/t'].get"

    [ """"parameters":[{"name":"a","in":"header","schema":{"type":"string"}}],"responses":{"204":{}}""", $"{here}.parameters[0].in"
      """"parameters":[{"name":"a","in":"query"}],"responses":{"204":{}}""", $"{here}.parameters[0]"
      """"parameters":[{"name":"a","in":"query","style":"pipeDelimited","schema":{"type":"string"}}],"responses":{"204":{}}""",
      $"{here}.parameters[0].style"
      """"parameters":[{"name":"a","in":"query","explode":false,"schema":{"type":"string"}}],"responses":{"204":{}}""",
      $"{here}.parameters[0]: the keyword 'explode'"
      """"parameters":[{"name":"a","in":"query","schema":{"type":"string","writable":true}}],"responses":{"204":{}}""",
      $"{here}.parameters[0].schema: the keyword 'writable'"
      """"parameters":[{"name":"a","in":"path","required":true,"schema":{"type":"string"}}],"responses":{"204":{}}""",
      $"{here}.parameters[0].in"
      """"responses":{"204":{}},"callbacks":{}""", $"{here}: the keyword 'callbacks'"
      """"responses":{"default":{}}""", $"{here}.responses.default"
      """"responses":{"200":{"headers":{"X":{"schema":{"type":"string"}}}}}""", $"{here}.responses.200: the keyword 'headers'"
      """"responses":{"200":{"content":{"image/png":{"schema":{"type":"string"}}}}}""", $"{here}.responses.200.content['image/png']"
      """"responses":{"200":{"content":{"application/json":{}}}}""", $"{here}.responses.200.content['application/json']"
      """"responses":{"200":{},"201":{},"202":{}}""", $"{here}.responses"
      """"responses":{"204":{}},"security":[{"one":[],"two":[]}]""", $"{here}.security[0]" ]

/// Whole documents, and what the fault speaks of.
let private documents =
    [ "not json", "$: this is not JSON"
      "", "$: this is not JSON"
      "[]", "$: an object is expected"
      "null", "$: an object is expected"
      """{"openapi":"3.1.0","info":{"title":"t"},"paths":{}}""", "version"
      """{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"components":{"links":{}}}""", "$.components: the keyword 'links'"
      document "" """"/t":{"parameters":[],"get":{"responses":{}}}""", "$.paths['/t']: the keyword 'parameters'"
      document "" """"/t":{"get":{"x-speakeasy-group":"a","x-speakeasy-name-override":"b","responses":{"204":{}}}}""",
      "$.paths['/t'].get.operationId"
      document "" """"/t":{"get":{"operationId":"a:b","x-speakeasy-name-override":"b","responses":{"204":{}}}}""",
      "$.paths['/t'].get['x-speakeasy-group']"
      document "" """"/t":{"get":{"operationId":"a:b","x-speakeasy-group":7,"x-speakeasy-name-override":"b","responses":{"204":{}}}}""",
      "$.paths['/t'].get['x-speakeasy-group']"
      document "" $""""/t/{{id}}":{operation "get" noContent}""", "$.paths['/t/{id}'].get: the path names 'id'"
      document "" $""""/a":{operation "get" noContent},"/b":{operation "get" noContent}""", "$.paths['/b'].get: another operation"
      """{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"webhooks":{"a.b":{"post":{"responses":{"200":{}}}}}}""",
      "$.webhooks['a.b']"
      document
          """"Pet":{"oneOf":[{"$ref":"#/components/schemas/Cat"}],"discriminator":{"propertyName":"kind"}},"Cat":{"type":"object"}"""
          $""""/t":{operation "post" (taking "Pet")}""",
      "$.components.schemas.Pet"
      document
          """"Pet":{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Cow"}],"discriminator":{"propertyName":"kind","mapping":{"dog":"#/components/schemas/Dog"}}},"Cat":{"type":"object","properties":{"kind":{"type":"string"}}},"Cow":{"type":"object","properties":{"kind":{"type":"string"},"milk":{"type":"string"}}},"Dog":{"type":"object","properties":{"kind":{"type":"string"}}}"""
          $""""/t":{operation "post" (taking "Pet")}""",
      "$.components.schemas.Pet: 'dog' leads to Dog"
      document
          """"Foo-Input":{"type":"object","properties":{"a":{"type":"string"}}},"FooInput":{"type":"object","properties":{"b":{"type":"string"}}}"""
          $""""/t":{operation "post" (taking "Foo-Input")},"/u":{operation "put" (taking "FooInput")}""",
      "$.components.schemas.FooInput: the name FooInput" ]

let private refusals (name: string) (cases: (string * string * string) list) =
    testList
        name
        [ for shown, json, expected in cases do
              testCase shown
              <| fun () -> Expect.stringContains (fault json) expected "the fault names the place" ]

[<Tests>]
let tests =
    testList
        "what the generator refuses"
        [ refusals "schemas" [ for schema, path in schemas -> schema, documentOf $""""Thing":{schema}""", path ]
          refusals "operations" [ for inner, path in operations -> inner, document "" $""""/t":{operation "get" inner}""", path ]
          refusals "documents" [ for json, path in documents -> (if json = "" then "nothing at all" else json), json, path ]

          testCase "a schema that nothing needs is not looked at"
          <| fun () ->
              let model =
                  document """"Odd":{"allOf":[]}""" $""""/t":{operation "get" noContent}"""
                  |> model

              Expect.isEmpty model.Declarations "nothing is made of it" ]
