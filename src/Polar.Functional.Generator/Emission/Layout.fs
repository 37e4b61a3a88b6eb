namespace Polar.Functional.Generator

/// Source text that stands on one line where there is room, and with a part a line where there is none.
[<RequireQualifiedAccess>]
type Layout =
    | Text of string
    | Group of opening: string * parts: Layout list * closing: string

[<RequireQualifiedAccess>]
module Layout =

    /// What a line may hold, as the formatter of the rest has it.
    let width = 140

    let rec private flat (layout: Layout) : string =
        match layout with
        | Layout.Text text -> text
        | Layout.Group(opening, parts, closing) -> opening + (parts |> List.map flat |> String.concat ", ") + closing

    /// The lines of a layout that is to begin at a column; what is in front of it and behind it stands on the first and last of them.
    let rec lines (column: int) (before: string) (layout: Layout) (behind: string) : string list =
        let whole = before + flat layout + behind

        match layout with
        | Layout.Group(opening, (_ :: _ as parts), closing) when column + whole.Length > width ->
            let last = parts.Length - 1

            [ yield (before + opening).TrimEnd()

              for index, part in List.indexed parts do
                  yield!
                      lines (column + 4) "" part (if index < last then "," else "")
                      |> List.map (fun line -> "    " + line)

              yield closing + behind ]
        | _ -> [ whole ]

    /// Texts between two others, parted by commas.
    let ofTexts (opening: string) (parts: string list) (closing: string) : Layout =
        Layout.Group(opening, List.map Layout.Text parts, closing)
