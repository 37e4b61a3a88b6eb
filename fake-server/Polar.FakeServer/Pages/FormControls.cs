namespace Polar.FakeServer.Pages;

/// <summary>Fields of forms, each with its label and with what is wrong about it.</summary>
/// <param name="problems">What was wrong with what was sent last.</param>
/// <param name="sent">What was sent last; it is shown again where it was refused.</param>
/// <param name="scope">What the ids of the fields begin with, so that a page may have several forms.</param>
internal sealed class FormControls(PageProblems problems, IReadOnlyDictionary<string, string> sent, string scope = "")
{
    private readonly HashSet<string> _shown = [];

    /// <summary>The fields that have been made.</summary>
    public IReadOnlySet<string> Shown => _shown;

    /// <summary>A field for one line.</summary>
    /// <param name="name">The name under which it is sent.</param>
    /// <param name="label">What is asked.</param>
    /// <param name="value">What is in it at first.</param>
    /// <param name="type">The kind of input.</param>
    /// <param name="attributes">Further attributes.</param>
    /// <param name="help">A sentence of help; null for none.</param>
    public Html Input(string name, string label, string? value, string type = "text", Html? attributes = null, string? help = null) =>
        Labelled(name, label, help, Html.Of($"<input id=\"{scope}{name}\" name=\"{name}\" type=\"{type}\" value=\"{Value(name, value)}\"{Faulty(name)} {attributes}>"));

    /// <summary>A field for several lines.</summary>
    public Html Lines(string name, string label, string? value, Html? attributes = null, string? help = null) =>
        Labelled(name, label, help, Html.Of($"<textarea id=\"{scope}{name}\" name=\"{name}\" rows=\"3\"{Faulty(name)} {attributes}>{Value(name, value)}</textarea>"));

    /// <summary>A choice from a list.</summary>
    /// <param name="name">The name under which it is sent.</param>
    /// <param name="label">What is asked.</param>
    /// <param name="value">What is chosen at first.</param>
    /// <param name="options">What there is to choose.</param>
    /// <param name="attributes">Further attributes.</param>
    /// <param name="help">A sentence of help; null for none.</param>
    /// <param name="isOptional">Whether nothing may be chosen too.</param>
    public Html Select(
        string name,
        string label,
        string? value,
        IEnumerable<(string Value, string Text)> options,
        Html? attributes = null,
        string? help = null,
        bool isOptional = true)
    {
        var chosen = Value(name, value);
        return Labelled(name, label, help, Html.Of($"""
            <select id="{scope}{name}" name="{name}"{Faulty(name)} {attributes}>
            {Html.If(isOptional, () => Html.Of($"<option value=\"\"></option>"))}
            {options.Select(option => Html.Of($"<option value=\"{option.Value}\"{(option.Value == chosen ? Html.Of($" selected") : Html.None)}>{option.Text}</option>\n"))}
            </select>
            """));
    }

    /// <summary>A box to tick; what is sent is <c>true</c> or <c>false</c>.</summary>
    public Html Checkbox(string name, string label, bool value, Html? attributes = null, string? help = null)
    {
        _shown.Add(name);
        var isTicked = sent.TryGetValue(name, out var last) ? last == "true" : value;
        return Html.Of($"""
            <div class="field tick">
            <input type="hidden" name="{name}" value="false">
            <label><input id="{scope}{name}" name="{name}" type="checkbox" value="true"{(isTicked ? Html.Of($" checked") : Html.None)}{Faulty(name)} {attributes}> {label}</label>
            {Help(name, help)}
            {Problem(name)}
            </div>
            """);
    }

    /// <summary>What is wrong with a field, for those that are made elsewhere.</summary>
    public Html Problem(string name)
    {
        _shown.Add(name);
        return problems.Of(name) is { } message ? Html.Of($"<p class=\"problem\" id=\"{scope}{name}-problem\">{message}</p>") : Html.None;
    }

    private string? Value(string name, string? value) => sent.GetValueOrDefault(name) ?? value;

    private Html Faulty(string name) =>
        problems.Of(name) is null ? Html.None : Html.Of($" aria-invalid=\"true\" aria-describedby=\"{scope}{name}-problem\"");

    private Html Help(string name, string? help) => help is { Length: > 0 } ? Html.Of($"<p class=\"help\" id=\"{scope}{name}-help\">{help}</p>") : Html.None;

    private Html Labelled(string name, string label, string? help, Html control)
    {
        var problem = Problem(name);
        return Html.Of($"""
            <div class="field">
            <label for="{scope}{name}">{label}</label>
            {control}
            {Help(name, help)}
            {problem}
            </div>
            """);
    }
}
