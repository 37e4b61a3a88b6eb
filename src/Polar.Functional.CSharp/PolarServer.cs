namespace Polar.Functional.CSharp;

/// <summary>Where Polar answers.</summary>
public sealed record PolarServer
{
    private PolarServer(Uri address) => Address = address;

    /// <summary>The real thing: real cards, real money.</summary>
    public static PolarServer Production { get; } = new(new Uri(Server.Production.Address));

    /// <summary>Polar's own playground.</summary>
    public static PolarServer Sandbox { get; } = new(new Uri(Server.Sandbox.Address));

    /// <summary>Scheme, host and port.</summary>
    public Uri Address { get; }

    /// <summary>Any other address, such as a fake's.</summary>
    /// <param name="address">Scheme, host and port, <c>http://127.0.0.1:8055</c>. A user name or password in it is not sent.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The address is not http or https, or has more than scheme, host and port; the message says which.</exception>
    public static PolarServer At(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ServerModule.addressFault(address) is { } fault
            ? throw new ArgumentException($"The server's address {fault.Value}", nameof(address))
            : new PolarServer(address);
    }

    /// <summary>The address, without a password that it may hold.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() => Server.NewAt(Address).Address;
}
