/// What tells the cases of a union apart where no single property does.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Leaves

/// The records at the leaves of a case, with what tells them apart.
let rec ofCase (schemas: Map<string, Shape>) (case: string) (shape: Shape) : LeafRule list =
    match shape with
    | Shape.Reference schema -> ofCase schemas case schemas[schema]
    | Shape.Nullable inner -> ofCase schemas case inner
    | Shape.Union union -> union.Cases |> List.collect (ofCase schemas case)
    | Shape.Object members ->
        let constants prefix (entry: MemberShape) =
            match entry.Shape with
            | Shape.Constant literal when entry.Required -> [ prefix @ [ entry.Json ], literal ]
            | _ -> []

        let nested (entry: MemberShape) =
            match entry.Shape with
            | Shape.Reference schema when entry.Required ->
                match schemas[schema] with
                | Shape.Object inner -> inner.Members |> List.collect (constants [ entry.Json ])
                | _ -> []
            | _ -> []

        [ { Case = case
            Constants = members.Members |> List.collect (fun entry -> constants [] entry @ nested entry)
            Defaults =
              [ for entry in members.Members do
                    match entry.Shape with
                    | Shape.Constant literal when not entry.Required -> entry.Json, literal
                    | _ -> () ]
            Required =
              [ for entry in members.Members do
                    if entry.Required then
                        entry.Json, Scalars.isNullable entry.Shape ]
            Known = [ for entry in members.Members -> entry.Json ] } ]
    | _ -> []
