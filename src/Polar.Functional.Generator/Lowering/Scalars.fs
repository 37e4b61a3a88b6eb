/// Which shapes are one plain value.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Scalars

open System

/// The decimal pattern that the server's validation library publishes.
let private isDecimalPattern (pattern: string) =
    pattern.StartsWith("^(?!^[-+.]*$)", StringComparison.Ordinal)

let private ofText (rules: StringRules) =
    match rules.Format, rules.Pattern with
    | Some("uuid" | "uuid4"), _ -> Scalar.Uuid
    | Some "date-time", _ -> Scalar.Instant
    | Some "date", _ -> Scalar.Date
    | Some "decimal", _ -> Scalar.DecimalText
    | _, Some pattern when isDecimalPattern pattern -> Scalar.DecimalText
    | _ -> Scalar.Text

/// The one scalar that a shape is, if it is one.
let rec ofShape (shape: Shape) : Scalar option =
    match shape with
    | Shape.Boolean
    | Shape.Constant(Literal.Flag _) -> Some Scalar.Boolean
    | Shape.Constant(Literal.Text _) -> Some Scalar.Text
    | Shape.Text rules -> Some(ofText rules)
    | Shape.Integer _ -> Some Scalar.Integer
    | Shape.Number _ -> Some Scalar.Number
    | Shape.Nullable inner -> ofShape inner
    | Shape.Union union ->
        let cases = union.Cases |> List.map ofShape

        if cases |> List.forall Option.isSome then
            match cases |> List.choose id |> List.distinct with
            | [ one ] -> Some one
            | [ Scalar.Integer; Scalar.Number ] -> Some Scalar.Number
            | [ Scalar.Number; Scalar.DecimalText ] -> Some Scalar.DecimalText
            | _ -> Some Scalar.Any
        else
            None
    | _ -> None

let isNullable (shape: Shape) : bool =
    match shape with
    | Shape.Nullable _
    | Shape.Null
    | Shape.Any -> true
    | _ -> false
