/// Which entries of the documentation say something about a document, and which name nothing in it.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.Coverage

let private records (model: Model) =
    model.Declarations
    |> List.choose (fun declaration ->
        match declaration with
        | Declaration.Record record -> Some record
        | _ -> None)

let private members (model: Model) (documentation: Documentation) =
    [ for record in records model do
          for entry in record.Members do
              Documentation.memberKey record.Schema entry.Json documentation
      for declaration in model.Declarations do
          match declaration with
          | Declaration.Union union ->
              for entry in union.Common do
                  Documentation.memberKey union.Name entry.Json documentation
          | _ -> () ]
    |> List.choose id

let private parameters (model: Model) (documentation: Documentation) =
    [ for operation in model.Operations do
          for value in Operation.pathValues operation do
              Documentation.parameterKey operation.Id value.Json documentation

          match operation.Query with
          | Some query ->
              for parameter in query.Parameters do
                  Documentation.parameterKey operation.Id parameter.Json documentation
          | None -> () ]
    |> List.choose id

let private schemas (model: Model) =
    [ for name, _ in model.Schemas do
          name
      for declaration in model.Declarations do
          match declaration with
          | Declaration.Enum item -> item.Name
          | Declaration.Union item -> item.Name
          | Declaration.Record item -> item.Schema ]

let private values (model: Model) =
    [ for declaration in model.Declarations do
          match declaration with
          | Declaration.Enum item ->
              for wire, _ in item.Values do
                  $"{item.Name}.{wire}"
          | _ -> () ]

let private constructors (model: Model) =
    [ for declaration in model.Declarations do
          match declaration with
          | Declaration.Union union ->
              for constructor' in union.Constructors do
                  $"{union.Name}.{constructor'.Name}"
          | _ -> () ]

let private errors (model: Model) =
    [ for operation in model.Operations do
          for case in operation.Errors do
              case.Name

              match case.Code with
              | Some code -> code
              | None -> () ]

/// The names of groups in the words of the document do not always agree with each other: what counts is the name in code.
let private groups (model: Model) (documentation: Documentation) =
    let known =
        set
            [ for operation in model.Operations do
                  for depth in 1 .. operation.Group.Length do
                      List.take depth operation.Group ]

    [ for name in (Documentation.groups documentation).Keys do
          if known.Contains(Naming.ofGroup name) then
              name ]

/// Entries, as section and name, that no part of the document asks for.
let unused (documentation: Documentation) (model: Model) : (string * string) list =
    let asked =
        Map.ofList
            [ "operations", set [ for operation in model.Operations -> operation.Id ]
              "groups", set (groups model documentation)
              "webhooks", set [ for webhook in model.Webhooks -> webhook.Event ]
              "errors", set (errors model)
              "parameters", set (parameters model documentation)
              "schemas", set (schemas model)
              "members", set (members model documentation)
              "values", set (values model)
              "constructors", set (constructors model) ]

    Documentation.entries documentation
    |> List.filter (fun (section, name) ->
        match asked.TryFind section with
        | Some names -> not (names.Contains name)
        | None -> true)
