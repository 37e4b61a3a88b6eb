namespace Polar.FakeServer.Customers;

/// <summary>Addresses that reach the same person.</summary>
internal static class EmailAlias
{
    /// <summary>The address without what stands behind a plus sign, which its owner may choose at will.</summary>
    public static string Removed(string email)
    {
        var at = email.LastIndexOf('@');
        return (email[..at].Split('+')[0] + email[at..]).ToLowerInvariant();
    }
}
