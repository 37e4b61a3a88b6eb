using System.ComponentModel;
using System.Diagnostics;

namespace Polar.FakeServer.Tool;

/// <summary>The browser of whoever uses the terminal.</summary>
internal static class Browser
{
    /// <summary>Opens an address in it.</summary>
    /// <param name="address">The address.</param>
    /// <returns>False where there is none.</returns>
    public static bool Open(string address)
    {
        try
        {
            using var opener = Process.Start(Opener(address));
            return true;
        }
        catch (Exception none) when (none is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static ProcessStartInfo Opener(string address)
    {
        if (OperatingSystem.IsWindows())
        {
            return new ProcessStartInfo(address) { UseShellExecute = true };
        }

        if (OperatingSystem.IsMacOS())
        {
            return new ProcessStartInfo("open", [address]);
        }

        // Without a desktop, what is there opens a browser in the terminal.
        return Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 }
            ? new ProcessStartInfo("xdg-open", [address]) { RedirectStandardOutput = true, RedirectStandardError = true }
            : throw new PlatformNotSupportedException();
    }
}
