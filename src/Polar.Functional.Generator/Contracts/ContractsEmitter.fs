/// The C# records, unions and open enumerations with the code that reads and writes their JSON.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.ContractsEmitter

/// The unions above a type, the nearest first.
let rec private bases (unions: Map<string, UnionDeclaration>) (parent: string option) : UnionDeclaration list =
    match parent |> Option.bind unions.TryFind with
    | Some union -> union :: bases unions union.Base
    | None -> []

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

    [ for declaration in model.Declarations do
          match declaration with
          | Declaration.Enum item -> EnumEmitter.emit item
          | Declaration.Union item -> UnionEmitter.emit (propertiesAbove item.Base) item
          | Declaration.Record item ->
              RecordEmitter.emit
                  { Properties = propertiesAbove item.Base
                    Functions = functionsAbove item.Base }
                  item
      for operation in model.Operations do
          match operation.Query with
          | Some query -> QueryEmitter.emit operation query
          | None -> () ]
