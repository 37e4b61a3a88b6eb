/// The C# records, unions and open enumerations with the code that reads and writes their JSON.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.ContractsEmitter

/// The unions above a type, the nearest first.
let rec private bases (unions: Map<string, UnionDeclaration>) (parent: string option) : UnionDeclaration list =
    match parent |> Option.bind unions.TryFind with
    | Some union -> union :: bases unions union.Base
    | None -> []

let rec private named (ofType: TypeRef) : string list =
    match ofType with
    | TypeRef.Named name -> [ name ]
    | TypeRef.List inner
    | TypeRef.Map inner
    | TypeRef.Nullable inner
    | TypeRef.Page inner
    | TypeRef.PageOrCursor inner -> named inner
    | TypeRef.Scalar _
    | TypeRef.Raw -> []

/// What whole answers and deliveries are made of.
let private taken (model: Model) : Set<string> =
    set
        [ for operation in model.Operations do
              match operation.Success with
              | Success.Json ofType
              | Success.JsonOrAccepted ofType -> yield! named ofType
              | Success.Nothing
              | Success.Csv
              | Success.Redirect -> ()
          for event in model.Webhooks do
              event.Payload ]

/// All files of the contracts.
let emit (model: Model) : GeneratedFile list =
    let unions =
        Map.ofList
            [ for declaration in model.Declarations do
                  match declaration with
                  | Declaration.Union union -> union.Name, union
                  | _ -> () ]

    let propertiesAbove parent =
        set
            [ for union in bases unions parent do
                  for entry in union.Common do
                      entry.Name ]

    let functionsAbove parent =
        set
            [ for union in bases unions parent do
                  for constructor' in union.Constructors do
                      constructor'.Name ]

    let resourceOf = Resources.ofTypes model
    let taken = taken model

    [ for declaration in model.Declarations do
          match declaration with
          | Declaration.Enum item -> EnumEmitter.emit (resourceOf item.Name) item
          | Declaration.Union item -> UnionEmitter.emit (resourceOf item.Name) taken (propertiesAbove item.Base) item
          | Declaration.Record item ->
              RecordEmitter.emit
                  (resourceOf item.Name)
                  taken
                  { Properties = propertiesAbove item.Base
                    Functions = functionsAbove item.Base }
                  item
      for operation in model.Operations do
          match operation.Query with
          | Some query -> QueryEmitter.emit (List.head operation.Group) operation query
          | None -> () ]
