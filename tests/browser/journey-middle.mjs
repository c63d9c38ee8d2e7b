export async function middle() {}
