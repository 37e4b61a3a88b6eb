/// What all files of the contracts begin with, and have again and again.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ContractsFile

let private folder = "src/Polar.Functional.Contracts/Generated"

/// A file of the contracts; the folder says which resource it belongs to, the namespace is the same for all.
let file (resource: string) (name: string) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    code.Line "#nullable enable"
    code.Blank()

    code.Lines
        [ "using System.Diagnostics.CodeAnalysis;"
          "using System.Text.Json;"
          "using System.Text.Json.Serialization;"
          "" ]

    code.Line "namespace Polar.Functional.Contracts;"
    code.Blank()
    body code

    { Path = $"{folder}/{resource}/{name}.cs"
      Text = code.ToString() }

/// A summary for readers.
let summary (code: Code) (text: string) : unit =
    code.Line $"/// <summary>{Code.xml text}</summary>"

/// Remarks for readers, broken where a line would be too long.
let remarks (code: Code) (xml: string) : unit =
    let longest = 150

    let rec break' (text: string) =
        if text.Length <= longest then
            [ text ]
        else
            match text.LastIndexOf(' ', longest) with
            | -1 -> [ text ]
            | blank -> text.Substring(0, blank) :: break' (text.Substring(blank + 1))

    for line in break' $"<remarks>{xml}</remarks>" do
        code.Line $"/// {line}"

/// Documentation that stands elsewhere.
let inherited (code: Code) : unit = code.Line "/// <inheritdoc/>"

/// The public way to read a type: by the framework's reader. The `taken` types are read the short way where they are a whole answer or its items.
let read (code: Code) (taken: Set<string>) (hiding: string) (name: string) : unit =
    inherited code

    code.Block(
        $"public static {hiding}{name} Read(ref Utf8JsonReader reader)",
        fun () ->
            code.Line "var input = new WireInput(ref reader);"
            code.Line "return Read(ref input);"
    )

    if taken.Contains name then
        code.Blank()
        code.Line $"static {name} IWire<{name}>.Take(ref WireInput input) => Read(ref input);"

/// Lets a type live inside the serializer.
let converter (code: Code) (name: string) : unit =
    code.Line $"[JsonConverter(typeof(WireConverter<{name}>))]"
