namespace Polar.FakeServer.Identity;

/// <summary>The credentials that an operation takes.</summary>
internal enum Credential
{
    /// <summary>Any that its subjects may have.</summary>
    Any,

    /// <summary>A token of OAuth2 and no other.</summary>
    OAuth2Token,

    /// <summary>A person's session in a browser; a token never, whatever it is good for.</summary>
    Session,
}

/// <summary>What an operation asks of a caller beyond subject and scope.</summary>
/// <param name="View">What a user's role must allow for an organization's things to be seen.</param>
/// <param name="Change">What it must allow for them to be changed.</param>
/// <param name="BillingOnly">Whether a member must handle the customer's billing.</param>
/// <param name="ManagersOnly">Whether a member must manage the customer's other members.</param>
/// <param name="Credential">The credentials that it takes.</param>
internal sealed record AccessRule(
    Permission? View, Permission? Change, bool BillingOnly = false, bool ManagersOnly = false, Credential Credential = Credential.Any)
{
    /// <summary>Asks nothing.</summary>
    public static AccessRule None { get; } = new(null, null);

    /// <summary>Asks that a member handles the customer's billing.</summary>
    public static AccessRule Billing { get; } = None with { BillingOnly = true };

    /// <summary>Asks that a member manages the customer's other members.</summary>
    public static AccessRule Managers { get; } = None with { ManagersOnly = true };

    /// <summary>Asks for a token of OAuth2.</summary>
    public static AccessRule OAuth2Token { get; } = None with { Credential = Credential.OAuth2Token };

    /// <summary>Asks for a person's session.</summary>
    public static AccessRule Session { get; } = None with { Credential = Credential.Session };
}
