/// The options of an operation that travel in its query.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.QueryEmitter

let emit (resource: string) (operation: Operation) (query: QueryDeclaration) : GeneratedFile =
    ContractsFile.file resource query.Name (fun code ->
        code.Line $"/// <summary>The options of <c>{Code.xml operation.Id}</c>; what is null is left out.</summary>"

        code.Block(
            $"public sealed partial record {query.Name} : IQuery",
            fun () ->
                for parameter in query.Parameters do
                    ContractsFile.summary code parameter.Summary

                    if parameter.Deprecated then
                        code.Line "/// <remarks>Deprecated by Polar.</remarks>"

                    match parameter.Default with
                    | Some value when value <> "null" -> code.Line $"/// <value>Polar's default is <c>{Code.xml value}</c>.</value>"
                    | _ -> ()

                    let plain = CSharpTypes.name parameter.Type

                    if parameter.Required then
                        code.Line $"public required {plain} {parameter.Name} {{ get; init; }}"
                    else
                        code.Line $"public {plain}? {parameter.Name} {{ get; init; }}"

                    code.Blank()

                ContractsFile.inherited code

                code.Block(
                    "public IEnumerable<KeyValuePair<string, string>> ToPairs()",
                    fun () ->
                        code.Line "var pairs = new List<KeyValuePair<string, string>>();"

                        for parameter in query.Parameters do
                            code.Line $"WireQuery.Add(pairs, {Code.quoted parameter.Json}, {parameter.Name});"

                        code.Line "return pairs;"
                )
        ))
