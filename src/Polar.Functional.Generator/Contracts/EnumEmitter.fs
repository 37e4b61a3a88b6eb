/// Open enumerations: a text with its known values as members.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.EnumEmitter

let private meaning (declaration: EnumDeclaration) (wire: string) =
    match declaration.Meanings.TryFind wire with
    | Some sentence -> $"The value `{wire}`: {sentence}"
    | None -> $"The value `{wire}`."

let emit (resource: string) (declaration: EnumDeclaration) : GeneratedFile =
    ContractsFile.file resource declaration.Name (fun code ->
        let name = declaration.Name
        ContractsFile.summary code declaration.Summary
        code.Line "/// <remarks>Open: a value that Polar adds later is kept as it is.</remarks>"
        code.Line "/// <param name=\"Value\">The value on the wire.</param>"
        ContractsFile.converter code name

        code.Block(
            $"public readonly partial record struct {name}(string Value) : IWire<{name}>, IOpenEnum",
            fun () ->
                code.Layout(
                    "private static readonly WireTexts s_texts = new",
                    Layout.ofTexts "(" [ for _, memberName in declaration.Values -> $"Values.{memberName}" ] ")",
                    ";"
                )

                code.Blank()

                for wire, memberName in declaration.Values do
                    ContractsFile.summary code (meaning declaration wire)
                    code.Line $"public static {name} {memberName} => new(Values.{memberName});"
                    code.Blank()

                code.Line "/// <summary>The value with this text, known or not: <c>\"text\"</c> will do where one is expected.</summary>"
                code.Line "/// <param name=\"value\">The value on the wire.</param>"
                // Not from `string`: null would be one, and `a ? null : b` a value of this type where it is to be none.
                code.Line $"public static implicit operator {name}(ReadOnlySpan<char> value) => new(value.ToString());"
                code.Blank()
                code.Line "/// <summary>Every value known when this was made, in Polar's order.</summary>"
                code.Line $"public static ValueList<{name}> KnownValues {{ get; }} ="
                code.Line "["

                code.Indented(fun () ->
                    for _, memberName in declaration.Values do
                        code.Line $"{memberName},")

                code.Line "];"
                code.Blank()
                code.Line "/// <summary>Whether the value was known when this was made.</summary>"
                code.Line "public bool IsKnown => KnownValues.Contains(this);"
                code.Blank()
                ContractsFile.inherited code
                code.Line $"public static {name} Read(ref Utf8JsonReader reader) => new(s_texts.Read(ref reader));"
                code.Blank()
                code.Line $"internal static {name} Read(ref WireInput input) => new(s_texts.Read(ref input));"
                code.Blank()
                ContractsFile.inherited code

                code.Block(
                    "public void Write(Utf8JsonWriter writer)",
                    fun () ->
                        code.Line "ArgumentNullException.ThrowIfNull(writer);"
                        code.Line "writer.WriteStringValue(Value);"
                )

                code.Blank()
                code.Line "/// <summary>The value on the wire.</summary>"
                code.Line "/// <returns>The text.</returns>"
                code.Line "public override string ToString() => Value ?? \"\";"
                code.Blank()
                code.Line "/// <summary>The values as constants, for patterns.</summary>"

                code.Block(
                    "public static class Values",
                    fun () ->
                        declaration.Values
                        |> List.iteri (fun index (wire, memberName) ->
                            if index > 0 then
                                code.Blank()

                            ContractsFile.summary code (meaning declaration wire)
                            code.Line $"public const string {memberName} = {Code.quoted wire};")
                )
        ))
