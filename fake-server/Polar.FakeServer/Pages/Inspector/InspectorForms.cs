namespace Polar.FakeServer.Pages.Inspector;

/// <summary>The forms of the inspector's pages. Each is one control call, and comes with what shows that it is one of the fake's own.</summary>
internal static class InspectorForms
{
    /// <summary>The field that shows that a form is one of the fake's own.</summary>
    public const string TokenField = OwnForms.Field;

    /// <summary>The field with the page to go to behind it.</summary>
    public const string BackField = "back";

    /// <summary>A button that makes a call.</summary>
    /// <param name="view">The page.</param>
    /// <param name="call">The name of the call (<see cref="ControlForm"/>).</param>
    /// <param name="label">What is on the button.</param>
    /// <param name="fields">What is sent.</param>
    public static Html Button(InspectorView view, string call, Html label, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var hidden = new List<Html>();
        foreach (var (name, value) in fields)
        {
            hidden.Add(Html.Of($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"));
        }

        return Form(view, call, Html.Of($"{hidden}<button>{label}</button>"), "inline");
    }

    /// <summary>A form that makes a call.</summary>
    /// <param name="view">The page.</param>
    /// <param name="call">The name of the call.</param>
    /// <param name="content">Its fields and its button.</param>
    /// <param name="style">The class of the form.</param>
    public static Html Form(InspectorView view, string call, Html content, string style) => Html.Of($"""
        <form class="{style}" method="post" action="{InspectorPages.Root}/do/{call}"><input type="hidden" name="{TokenField}" value="{view.FormToken}"><input type="hidden" name="{BackField}" value="{view.Address}">{content}</form>
        """);
}
