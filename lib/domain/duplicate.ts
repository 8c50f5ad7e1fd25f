/** What makes two devices duplicates of each other. The same user or model does not. */
export const sharedIdentifiers = ['serialNumber', 'azureDeviceId'] as const;
